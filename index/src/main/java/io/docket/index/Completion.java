package io.docket.index;

/**
 * A proposal: put {@code text} in the place of everything typed from {@code start} to the caret.
 *
 * @param start where the piece begins that is completed
 * @param text the piece, complete
 * @param kind what it is
 * @param description what stands beside it in a list; may be empty
 */
public record Completion(int start, String text, Kind kind, String description) {

    /** What is proposed. */
    public enum Kind {
        /** A field, with its colon. */
        FIELD,
        /** A field with a value. */
        VALUE,
        /** A word of the documents. */
        WORD
    }
}
