package io.docket.web.boot;

/** Docket cannot start; the message is the one line a person needs: what is wrong with what, and the remedy. */
public final class BootException extends RuntimeException {
    /** With a message alone. */
    public BootException(String message) {
        super(message);
    }

    /** With the cause, for the log. */
    public BootException(String message, Throwable cause) {
        super(message, cause);
    }
}
