package io.docket.web.blob;

import java.io.IOException;

/** More bytes arrived than the caller allowed; nothing was stored. */
public final class BlobTooLargeException extends IOException {
    private final long limit;

    BlobTooLargeException(long limit) {
        super("More than the permitted " + limit + " bytes arrived; nothing was stored.");
        this.limit = limit;
    }

    /** The limit that was met, in bytes. */
    public long limit() {
        return limit;
    }
}
