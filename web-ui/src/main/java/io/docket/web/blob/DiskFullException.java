package io.docket.web.blob;

import java.io.IOException;
import java.util.Locale;

/** The disk of the blobs has no room left; nothing was stored. */
public final class DiskFullException extends IOException {
    DiskFullException(String message) {
        super(message);
    }

    private DiskFullException(IOException cause) {
        super("The disk has no room left; nothing was stored.", cause);
    }

    /** {@code thrown} as a failure of this kind when the operating system said so, else as it is. */
    static IOException orOther(IOException thrown) {
        String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        // Java has no type for ENOSPC and EDQUOT; these are the words of Linux and macOS.
        return message.contains("no space left") || message.contains("quota exceeded")
                ? new DiskFullException(thrown)
                : thrown;
    }
}
