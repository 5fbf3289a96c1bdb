package io.docket.index;

/**
 * A range of characters (UTF-16 units, as in Java strings).
 *
 * @param start the first
 * @param end one past the last
 */
public record TextRange(int start, int end) {

    public TextRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("a range must not be reversed: " + start + " to " + end);
        }
    }
}
