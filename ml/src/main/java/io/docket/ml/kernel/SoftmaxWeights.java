package io.docket.ml.kernel;

/**
 * Weight and bias of a softmax layer, or their gradients.
 *
 * @param weight {@code [classes, inputs]}
 * @param bias {@code [classes]}
 */
public record SoftmaxWeights(Floats weight, Floats bias) {

    /** As gradients: none is wanted. */
    public static final SoftmaxWeights NONE = new SoftmaxWeights(Floats.NONE, Floats.NONE);
}
