package io.docket.ml.linear;

/**
 * The 64-bit hash by which features are known. Among a million features the chance of any collision is below 1 in 30 million,
 * so a vocabulary needs no strings. Part of the file format: changing it makes saved models unreadable.
 */
final class Hash64 {

    static final long START = 0x9E3779B97F4A7C15L;

    private Hash64() {}

    /** Appends a value to a running hash (the finaliser of SplitMix64 over the sum: order matters, all bits mix). */
    static long step(long hash, long value) {
        long z = hash * 0xD1342543DE82EF95L + value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
