package io.docket.index;

/**
 * A stretch of a document's text that can be the answer to a question.
 *
 * @param start first character, as an offset into {@link IndexedDocument#text()}
 * @param end one past the last character
 */
public record Passage(int start, int end) {

    public Passage {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a passage must not be empty or reversed: " + start + " to " + end);
        }
    }
}
