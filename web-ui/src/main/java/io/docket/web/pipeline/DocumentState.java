package io.docket.web.pipeline;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * How far a document has come. One column of the document's row holds it; the switch over it has no default, so a new
 * state breaks compilation wherever states matter.
 *
 * <p>The way is {@link Pending#RECEIVED} → {@link Pending#EXTRACTED} → {@link Pending#CLASSIFIED} → {@link
 * Settled#INDEXED}. A second copy of bytes that the collection has already goes straight to {@link Settled#DUPLICATE}.
 * A retry leads back to {@link Pending#RECEIVED}.
 */
public sealed interface DocumentState {

    /** The text in the column. */
    String name();

    /** Work is left to be done. */
    enum Pending implements DocumentState {
        /** The bytes are on the disk and acknowledged. */
        RECEIVED,
        /** The text was looked for; what came of it is the document's {@link DocumentOutcome}. */
        EXTRACTED,
        /** Every classifier that has a champion has said what it thinks; without a champion nothing was to be said. */
        CLASSIFIED
    }

    /** Nothing is left to be done. */
    enum Settled implements DocumentState {
        /** Found by search: by its text when the outcome is readable, else by name and metadata. */
        INDEXED,
        /** The same bytes are in the collection already; the first copy carries this one's path and custodian. */
        DUPLICATE,
        /** The appliance could not finish; the reason says why, and a retry starts over. */
        FAILED
    }

    /**
     * The state that a column holds.
     *
     * @throws IllegalArgumentException when no state has this name: the database is newer than this program
     */
    static DocumentState named(String name) {
        return Stream.concat(Arrays.stream(Pending.values()), Arrays.stream(Settled.values()))
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No document state is named \"" + name
                        + "\"; the database was written by another version of Docket."));
    }
}
