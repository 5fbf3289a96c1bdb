package io.docket.ingest.worker;

import java.io.IOException;

/**
 * Reading the item or writing its outputs failed: the disk is full, a file is gone. Unchecked because it must pass
 * through parsers that treat an {@link IOException} as damage of the document.
 */
final class MachineFaultException extends RuntimeException {
    MachineFaultException(String what, IOException cause) {
        super(what + ": " + cause, cause);
    }

    /** The machine fault that a parser may have wrapped, or null. */
    static MachineFaultException within(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MachineFaultException fault) {
                return fault;
            }
        }
        return null;
    }
}
