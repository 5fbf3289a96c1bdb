package io.docket.index;

import java.util.Objects;
import java.util.Optional;

/**
 * A stretch of a document's text that can be the answer to a question.
 *
 * @param start first character, as an offset into {@link IndexedDocument#text()}
 * @param end one past the last character
 * @param vector the passage's own vector, of the same encoder for all passages that should be compared
 */
public record Passage(int start, int end, Optional<DocumentVector> vector) {

    public Passage {
        Objects.requireNonNull(vector, "vector");
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a passage must not be empty or reversed: " + start + " to " + end);
        }
    }

    /** A passage found by its words only. */
    public static Passage of(int start, int end) {
        return new Passage(start, end, Optional.empty());
    }
}
