package io.docket.index;

/**
 * A vector and the name of the encoder that made it. Vectors of different encoders are never compared.
 *
 * @param encoder key of the encoder: letters, digits, '-' and '_'; a new version of an encoder needs a new key
 * @param values the components, at most {@value #MAX_DIMENSIONS}, not all zero; the array is not copied and must not be
 *     changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent")
public record DocumentVector(String encoder, float[] values) {

    /** Most components a vector may have. */
    public static final int MAX_DIMENSIONS = 4096;

    public DocumentVector {
        Names.fieldPart("the encoder", encoder);
        if (values.length == 0 || values.length > MAX_DIMENSIONS) {
            throw new IllegalArgumentException("a vector of encoder " + encoder + " must have 1 to " + MAX_DIMENSIONS
                    + " components, but has " + values.length);
        }
        double norm = 0;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a vector of encoder " + encoder + " holds " + value);
            }
            norm += (double) value * value;
        }
        if (norm == 0) {
            throw new IllegalArgumentException(
                    "a vector of encoder " + encoder + " is all zero: leave the vector out instead");
        }
    }
}
