package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;

/**
 * DropConnect on one weight: a forward pass uses the weight times a mask, and the mask goes on its gradient too. The mask
 * is drawn again from its seed for the backward pass, so that any number of chunks can wait for theirs.
 */
final class WeightDropout implements AutoCloseable {

    private final Kernels kernels;
    private final Parameter weight;
    private Floats mask = Floats.NONE;
    private Floats dropped = Floats.NONE;
    private Floats gradient = Floats.NONE;

    WeightDropout(Kernels kernels, Parameter weight) {
        this.kernels = kernels;
        this.weight = weight;
    }

    /** The weight to compute with: itself when nothing is dropped. Valid until the next call. */
    Floats effective(float probability, long seed) {
        if (probability == 0) {
            return weight.values();
        }
        allocate();
        kernels.dropoutMask(probability, seed, mask);
        kernels.multiply(weight.values(), mask, dropped);
        return dropped;
    }

    /** Where the gradient of the effective weight is to be added; {@link #collect} brings it home. */
    Floats effectiveGradient(float probability) {
        if (probability == 0) {
            return weight.gradient();
        }
        kernels.fill(gradient, 0);
        return gradient;
    }

    /** Adds the gradient of the effective weight, through the mask of the last {@link #effective} call. */
    void collect(float probability) {
        if (probability > 0) {
            kernels.multiplyAdd(gradient, mask, weight.gradient());
        }
    }

    private void allocate() {
        if (mask.isNone()) {
            mask = kernels.allocate(weight.size());
            dropped = kernels.allocate(weight.size());
            gradient = kernels.allocate(weight.size());
        }
    }

    @Override
    public void close() {
        mask.close();
        dropped.close();
        gradient.close();
    }
}
