package io.docket.web.blob;

/**
 * One stored sequence of bytes.
 *
 * @param hash SHA-256 of the bytes, which is also the blob's name within its tenant
 * @param size number of bytes, zero or more
 */
public record Blob(Sha256 hash, long size) {
    public Blob {
        if (size < 0) {
            throw new IllegalArgumentException("The size of a blob is " + size + "; it must be zero or more.");
        }
    }
}
