package io.docket.index;

import java.io.IOException;

/** An index was written by another version of the schema; rebuild it ({@link SearchNode#rebuild}, {@code ./docket reindex}). */
public final class IndexOutdatedException extends IOException {

    private static final long serialVersionUID = 1L;

    IndexOutdatedException(String tenant, String found) {
        super("the index of tenant " + tenant + " has schema version " + found + ", but this version of Docket writes "
                + Schema.VERSION + ": rebuild it with ./docket reindex");
    }
}
