package io.docket.ml.kernel;

/**
 * The weights of a QRNN layer, or their gradients.
 *
 * @param linear {@code [3·units, window·inputs]}, rows in the order candidate, forget, output; the columns of the step's
 *     own input come first, those of the previous input after them
 * @param bias {@code [3·units]}
 */
public record QrnnWeights(Floats linear, Floats bias) {

    /** As gradients: none is wanted (a frozen layer). */
    public static final QrnnWeights NONE = new QrnnWeights(Floats.NONE, Floats.NONE);
}
