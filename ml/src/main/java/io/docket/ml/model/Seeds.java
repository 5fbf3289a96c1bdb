package io.docket.ml.model;

/** Derives independent seeds from one, so that a run needs a single number to be repeated. */
public final class Seeds {

    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** The seed for purpose number {@code index}: the finaliser of SplitMix64 over the pair. */
    public static long derive(long seed, long index) {
        long z = seed + (index + 1) * STRIDE;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
