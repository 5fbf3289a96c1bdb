package io.docket.ml.kernel;

/**
 * The random numbers behind every dropout mask.
 *
 * <p>They are a pure function of seed and position, so that each implementation of {@link Kernels} draws the same masks,
 * a mask can be drawn again for the backward pass instead of being kept, and a resumed run needs no generator state.
 * The function is two rounds of the finaliser of MurmurHash3.
 */
public final class DropoutBits {

    /** Odd constant near 2³²/φ: it spreads neighbouring positions over the whole range. */
    public static final int STRIDE = 0x9E3779B9;

    private static final int FIRST_FACTOR = 0x85EBCA6B;
    private static final int SECOND_FACTOR = 0xC2B2AE35;

    private DropoutBits() {}

    /** 32 random bits for a position under a seed. */
    public static int bits(long seed, int position) {
        int mixed = mix(position * STRIDE + (int) seed);
        return mix(mixed ^ (int) (seed >>> 32));
    }

    /** Bits, seen as an unsigned 24-bit number after {@code >>> 8}, below this limit mean "dropped". */
    public static int limit(float probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("a dropout probability lies in [0, 1), got " + probability);
        }
        return Math.round(probability * (1 << 24));
    }

    /** The value of a mask: 0 where dropped, else {@code 1 / (1 − probability)}. */
    public static float value(long seed, int position, float probability) {
        return (bits(seed, position) >>> 8) < limit(probability) ? 0 : 1 / (1 - probability);
    }

    private static int mix(int value) {
        int h = value;
        h ^= h >>> 16;
        h *= FIRST_FACTOR;
        h ^= h >>> 13;
        h *= SECOND_FACTOR;
        return h ^ (h >>> 16);
    }
}
