package io.docket.ml.kernel;

/** How exact the large matrix products of a device are. Everything else is computed in 32 bits in any case. */
public enum Precision {
    /** Factors and sums of 32 bits. */
    SINGLE,

    /**
     * Factors rounded to bfloat16 (8 bits of mantissa), summed in 32 bits: the usual way to train on hardware that has
     * instructions for it. Weights, gradients and moments keep their 32 bits.
     */
    MIXED
}
