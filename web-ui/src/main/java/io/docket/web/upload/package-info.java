/**
 * Collections, and the uploads that fill them.
 *
 * <p>A file is acknowledged only after its bytes are on the disk and its row is committed; sending it again is harmless.
 * {@link io.docket.web.upload.Collections} and {@link io.docket.web.upload.Uploads} are what pages and API call;
 * {@link io.docket.web.upload.FileReception} takes the bytes in.
 */
package io.docket.web.upload;
