package io.docket.index;

import java.io.IOException;

/**
 * An index had to stop writing (disk full, I/O error) and what was not committed is lost. It goes on answering searches.
 * Remedy: remove the cause, call {@link TenantIndex#recover()} and replay what came after the commit it names.
 */
public final class IndexLostChangesException extends IOException {

    private static final long serialVersionUID = 1L;

    IndexLostChangesException(String tenant, Throwable cause) {
        super(
                "the index of tenant " + tenant + " stopped writing and lost what was not committed (" + cause
                        + "); remove the cause, then recover() and replay",
                cause);
    }
}
