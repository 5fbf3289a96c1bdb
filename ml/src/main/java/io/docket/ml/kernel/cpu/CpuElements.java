package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.VectorMath.LANES;
import static io.docket.ml.kernel.cpu.VectorMath.lanes;
import static io.docket.ml.kernel.cpu.VectorMath.load;
import static io.docket.ml.kernel.cpu.VectorMath.store;

import io.docket.ml.kernel.AdamStep;
import io.docket.ml.kernel.DropoutBits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Kernels that treat each element alike, cut among the workers along the block. */
final class CpuElements {

    private static final int GRAIN = 1 << 14;

    /** Elements whose gradient, moments and values stay in the cache between the loops of {@link #adam}. */
    private static final int TILE = 1 << 12;

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, VectorMath.SPECIES.vectorShape());
    private static final IntVector POSITIONS = IntVector.zero(INTS).addIndex(1).mul(DropoutBits.STRIDE);

    private final WorkerPool pool;

    CpuElements(WorkerPool pool) {
        this.pool = pool;
    }

    void fill(MemorySegment x, int size, float value) {
        if (value == 0) {
            x.fill((byte) 0);
            return;
        }
        FloatVector values = VectorMath.splat(value);
        pool.run(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += LANES) {
                store(values, x, i, lanes(i, to));
            }
        });
    }

    void addScaled(float factor, MemorySegment x, MemorySegment y, int size) {
        FloatVector factors = VectorMath.splat(factor);
        pool.run(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += LANES) {
                VectorMask<Float> mask = lanes(i, to);
                store(load(x, i, mask).lanewise(VectorOperators.FMA, factors, load(y, i, mask)), y, i, mask);
            }
        });
    }

    void scale(float factor, MemorySegment x, int size) {
        pool.run(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += LANES) {
                VectorMask<Float> mask = lanes(i, to);
                store(load(x, i, mask).mul(factor), x, i, mask);
            }
        });
    }

    /** {@code out = x · y}, {@code y} repeated each {@code period} elements, {@code x} of {@code size} elements. */
    void multiply(MemorySegment x, MemorySegment y, int period, MemorySegment out, int size) {
        pool.run(Math.ceilDiv(size, period), Math.max(1, GRAIN / period), (from, to) -> {
            for (int repeat = from; repeat < to; repeat++) {
                long base = (long) repeat * period;
                int end = (int) Math.min(period, size - base);
                for (int i = 0; i < end; i += LANES) {
                    VectorMask<Float> mask = lanes(i, end);
                    store(load(x, base + i, mask).mul(load(y, i, mask)), out, base + i, mask);
                }
            }
        });
    }

    void multiplyAdd(MemorySegment x, MemorySegment y, int period, MemorySegment sum, int size) {
        pool.run(Math.ceilDiv(size, period), Math.max(1, GRAIN / period), (from, to) -> {
            for (int repeat = from; repeat < to; repeat++) {
                long base = (long) repeat * period;
                int end = (int) Math.min(period, size - base);
                for (int i = 0; i < end; i += LANES) {
                    VectorMask<Float> mask = lanes(i, end);
                    FloatVector added = load(x, base + i, mask)
                            .lanewise(VectorOperators.FMA, load(y, i, mask), load(sum, base + i, mask));
                    store(added, sum, base + i, mask);
                }
            }
        });
    }

    /** The vector form of {@link DropoutBits#value}. */
    void dropoutMask(float probability, long seed, MemorySegment out, int size) {
        int limit = DropoutBits.limit(probability);
        FloatVector kept = VectorMath.splat(1 / (1 - probability));
        int low = (int) seed;
        int high = (int) (seed >>> 32);
        pool.run(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += LANES) {
                IntVector bits = mix(POSITIONS.add(i * DropoutBits.STRIDE + low));
                bits = mix(bits.lanewise(VectorOperators.XOR, high)).lanewise(VectorOperators.LSHR, 8);
                VectorMask<Float> keep = bits.compare(VectorOperators.GE, limit).cast(VectorMath.SPECIES);
                store(FloatVector.zero(VectorMath.SPECIES).blend(kept, keep), out, i, lanes(i, to));
            }
        });
    }

    private static IntVector mix(IntVector value) {
        IntVector h = value.lanewise(VectorOperators.XOR, value.lanewise(VectorOperators.LSHR, 16));
        h = h.mul(0x85EBCA6B);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 13));
        h = h.mul(0xC2B2AE35);
        return h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
    }

    double sumOfSquares(MemorySegment x, int size) {
        int blocks = Math.ceilDiv(size, GRAIN);
        double[] sums = new double[blocks];
        pool.run(blocks, 1, (from, to) -> {
            for (int block = from; block < to; block++) {
                sums[block] = sumOfSquares(x, block * GRAIN, Math.min(size, (block + 1) * GRAIN));
            }
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    private static double sumOfSquares(MemorySegment x, int from, int to) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        for (int i = from; i < to; i += LANES) {
            FloatVector value = load(x, i, lanes(i, to));
            sum = value.lanewise(VectorOperators.FMA, value, sum);
        }
        return VectorMath.sum(sum);
    }

    void rectify(MemorySegment x, int size) {
        pool.run(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += LANES) {
                VectorMask<Float> mask = lanes(i, to);
                store(load(x, i, mask).max(0), x, i, mask);
            }
        });
    }

    void rectifyGradient(MemorySegment rectified, MemorySegment gradient, int size) {
        pool.run(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += LANES) {
                VectorMask<Float> mask = lanes(i, to);
                VectorMask<Float> passed = load(rectified, i, mask).compare(VectorOperators.GT, 0);
                store(FloatVector.zero(VectorMath.SPECIES).blend(load(gradient, i, mask), passed), gradient, i, mask);
            }
        });
    }

    void adam(
            AdamStep step,
            MemorySegment values,
            MemorySegment gradient,
            MemorySegment first,
            MemorySegment second,
            int size) {
        pool.run(Math.ceilDiv(size, TILE), 1, (from, to) -> {
            for (int tile = from; tile < to; tile++) {
                int start = tile * TILE;
                int end = Math.min(size, start + TILE);
                firstMoment(step, gradient, first, start, end);
                secondMoment(step, gradient, second, start, end);
                move(step, values, first, second, start, end);
            }
        });
    }

    private static void firstMoment(AdamStep step, MemorySegment gradient, MemorySegment first, int from, int to) {
        float share = (1 - step.beta1()) * step.gradientFactor();
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> mask = lanes(i, to);
            FloatVector added = load(gradient, i, mask).mul(share);
            store(load(first, i, mask).mul(step.beta1()).add(added), first, i, mask);
        }
    }

    private static void secondMoment(AdamStep step, MemorySegment gradient, MemorySegment second, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> mask = lanes(i, to);
            FloatVector g = load(gradient, i, mask).mul(step.gradientFactor());
            FloatVector added = g.mul(g).mul(1 - step.beta2());
            store(load(second, i, mask).mul(step.beta2()).add(added), second, i, mask);
        }
    }

    private static void move(
            AdamStep step, MemorySegment values, MemorySegment first, MemorySegment second, int from, int to) {
        float shrink = 1 - step.rate() * step.decay();
        float pace = -step.rate() / step.correction1();
        float unbias = 1 / step.correction2();
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> mask = lanes(i, to);
            FloatVector denominator = load(second, i, mask)
                    .mul(unbias)
                    .lanewise(VectorOperators.SQRT)
                    .add(step.epsilon());
            FloatVector moved = load(first, i, mask).mul(pace).div(denominator);
            store(load(values, i, mask).mul(shrink).add(moved), values, i, mask);
        }
    }

    void embed(int[] ids, int width, MemorySegment table, MemorySegment rowMask, boolean masked, MemorySegment out) {
        pool.run(ids.length, 16, (from, to) -> {
            for (int row = from; row < to; row++) {
                float factor = masked ? rowMask.getAtIndex(ValueLayout.JAVA_FLOAT, ids[row]) : 1;
                long source = (long) ids[row] * width;
                long target = (long) row * width;
                for (int i = 0; i < width; i += LANES) {
                    VectorMask<Float> mask = lanes(i, width);
                    store(load(table, source + i, mask).mul(factor), out, target + i, mask);
                }
            }
        });
    }

    /** Cut along the columns: words repeat, so that rows of the table would be written by several workers. */
    void embedGradient(
            int[] ids, int width, MemorySegment gradient, MemorySegment rowMask, boolean masked, MemorySegment table) {
        pool.run(width, LANES, (from, to) -> {
            for (int row = 0; row < ids.length; row++) {
                float factor = masked ? rowMask.getAtIndex(ValueLayout.JAVA_FLOAT, ids[row]) : 1;
                long source = (long) row * width;
                long target = (long) ids[row] * width;
                for (int i = from; i < to; i += LANES) {
                    VectorMask<Float> mask = lanes(i, to);
                    FloatVector added = load(gradient, source + i, mask)
                            .lanewise(VectorOperators.FMA, VectorMath.splat(factor), load(table, target + i, mask));
                    store(added, table, target + i, mask);
                }
            }
        });
    }
}
