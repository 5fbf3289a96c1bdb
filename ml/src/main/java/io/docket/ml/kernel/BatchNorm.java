package io.docket.ml.kernel;

/**
 * Batch normalisation of rows of features.
 *
 * @param features width of a row
 * @param scale {@code [features]}, multiplies the normalised value
 * @param shift {@code [features]}, is added to it
 * @param runningMean {@code [features]}, moved by training passes, used by the others
 * @param runningVariance {@code [features]}, likewise, unbiased
 * @param momentum share of a batch in the running values; PyTorch's default is 0.1
 * @param epsilon added to the variance; PyTorch's default is 1e-5
 */
public record BatchNorm(
        int features,
        Floats scale,
        Floats shift,
        Floats runningMean,
        Floats runningVariance,
        float momentum,
        float epsilon) {

    /** Batch norm with PyTorch's momentum and epsilon. */
    public static BatchNorm of(int features, Floats scale, Floats shift, Floats runningMean, Floats runningVariance) {
        return new BatchNorm(features, scale, shift, runningMean, runningVariance, 0.1f, 1e-5f);
    }
}
