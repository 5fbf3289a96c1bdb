package io.docket.index;

import java.util.Random;

/**
 * Seeded randomness for tests. The seed is printed; repeat a failure with {@code -Ddocket.test.seed=…}.
 */
final class RandomSource {

    private RandomSource() {}

    /** A random source of this test run. */
    static Random create(String test) {
        long seed = Long.getLong("docket.test.seed", System.nanoTime());
        System.out.println(test + ": repeat with -Ddocket.test.seed=" + seed);
        return new Random(seed);
    }
}
