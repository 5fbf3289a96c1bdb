package io.docket.ml;

/**
 * A part of a text that spoke for or against a label.
 *
 * @param start offset of the first character (UTF-16 unit) in the original text
 * @param end offset after the last character
 * @param weight positive speaks for the label, negative against it; the largest absolute weight of an explanation is 1
 */
public record WeightedSpan(int start, int end, double weight) {

    public WeightedSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("span [" + start + ", " + end + ") is empty or negative");
        }
    }
}
