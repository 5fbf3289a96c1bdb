package io.docket.ml.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ml.kernel.cpu.CpuKernels;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products with rounded factors against those in 32 bits. On a processor without instructions for it both are the same.
 */
class MixedPrecisionTest {

    /** Half a unit in the last of bfloat16's eight bits, for each of two factors. */
    private static final double ROUNDING = 2 * 0x1p-9;

    private static final long SEED = 20261128;

    @ParameterizedTest
    @CsvSource({"128, 96, 512", "2304, 48, 33", "17, 1000, 257", "1, 1500, 900", "900, 1, 1500", "64, 64, 2"})
    void differsFromSinglePrecisionByRoundingOnly(int rows, int columns, int inner) {
        for (int form = 0; form < 8; form++) {
            check(new MatrixProduct((form & 1) > 0, (form & 2) > 0, rows, columns, inner, 1, form >> 2));
        }
    }

    @Test
    void severalThreadsUseOneShapeAtATime() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Void> work = () -> {
                for (int repeat = 0; repeat < 20; repeat++) {
                    check(MatrixProduct.transposedB(160, 160, 160));
                }
                return null;
            };
            for (var done : threads.invokeAll(Collections.nCopies(4, work))) {
                done.get();
            }
        }
    }

    @Test
    void manyShapesDoNotExhaustWhatIsKept() {
        for (int rows = 128; rows < 128 + 300; rows++) {
            check(MatrixProduct.plain(rows, 128, 128));
        }
    }

    private static void check(MatrixProduct form) {
        try (Kernels exact = new CpuKernels(1);
                Kernels mixed = new CpuKernels(2, Precision.MIXED)) {
            float[] a = values((long) form.rows() * form.inner(), 1);
            float[] b = values((long) form.inner() * form.columns(), 2);
            float[] c = values((long) form.rows() * form.columns(), 3);
            float[] expected = product(exact, form, a, b, c);
            float[] actual = product(mixed, form, a, b, c);
            // The factors lie in [-1, 1): no product is off by more than the rounding of both.
            double allowed = ROUNDING * form.inner() + 1e-4;
            double squares = 0;
            for (int i = 0; i < expected.length; i++) {
                double difference = expected[i] - actual[i];
                assertThat(Math.abs(difference)).as("%s at %d", form, i).isLessThanOrEqualTo(allowed);
                squares += difference * difference;
            }
            // and errors of random signs grow with the root only
            double typical = Math.sqrt(squares / expected.length);
            assertThat(typical).as(form.toString()).isLessThan(ROUNDING * Math.sqrt(form.inner()) + 1e-5);
        }
    }

    private static float[] product(Kernels kernels, MatrixProduct form, float[] a, float[] b, float[] c) {
        try (Floats left = floats(kernels, a);
                Floats right = floats(kernels, b);
                Floats result = floats(kernels, c)) {
            kernels.product(form, left, right, result);
            float[] values = new float[c.length];
            result.read(0, values, 0, values.length);
            return values;
        }
    }

    private static Floats floats(Kernels kernels, float[] values) {
        Floats floats = kernels.allocate(values.length);
        floats.write(0, values, 0, values.length);
        return floats;
    }

    private static float[] values(long size, int salt) {
        SplittableRandom random = new SplittableRandom(SEED + salt);
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
