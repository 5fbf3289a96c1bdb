/**
 * Bytes on disk, named by what they are.
 *
 * <p>Every uploaded file, every embedded child and every extracted text is a <em>blob</em>: a file whose name is the
 * SHA-256 of its bytes, below a directory of its tenant. A blob is written aside, forced to the disk and renamed, so a
 * blob that can be seen is whole. Blobs and PostgreSQL are the truth; everything else is rebuilt from them.
 *
 * <p>A newcomer needs {@link io.docket.web.blob.BlobStore} and the value it returns,
 * {@link io.docket.web.blob.Blob}.
 */
package io.docket.web.blob;
