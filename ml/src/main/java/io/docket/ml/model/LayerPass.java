package io.docket.ml.model;

import io.docket.ml.kernel.Floats;

/** One pass of a chunk through a layer, with what its gradient needs. Can be used again once the gradient is taken. */
interface LayerPass extends AutoCloseable {

    /**
     * Runs the layer.
     *
     * @param x {@code [steps, batch, inputs]}; must stay as it is until the backward pass
     * @param state of the layer before the chunk; holds the one after it on return
     * @param weightDropout probability of dropping a recurrent weight, 0 for none
     * @param seed of that dropout
     */
    void forward(int steps, int batch, Floats x, LayerState state, float weightDropout, long seed);

    /** The output {@code [steps, batch, outputs]} of the last forward pass. */
    Floats output();

    /**
     * The gradient of the last forward pass; the state before the chunk gets none.
     *
     * @param outputGradient {@code [steps, batch, outputs]}, is destroyed
     * @param trainable add to the gradients of the weights
     * @param inputGradient overwritten, or {@link Floats#NONE}
     */
    void backward(Floats outputGradient, boolean trainable, Floats inputGradient);

    @Override
    void close();
}
