package io.docket.ml.kernel;

/**
 * The weights of an LSTM layer, or their gradients, in PyTorch's layout with the two biases summed into one.
 *
 * @param input {@code [4·units, inputs]}, rows in the order input, forget, cell, output gate
 * @param recurrent {@code [4·units, units]}, the same order
 * @param bias {@code [4·units]}
 */
public record LstmWeights(Floats input, Floats recurrent, Floats bias) {

    /** As gradients: none is wanted (a frozen layer). */
    public static final LstmWeights NONE = new LstmWeights(Floats.NONE, Floats.NONE, Floats.NONE);
}
