package io.docket.ml.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transcendental functions and memory access for the row kernels.
 *
 * <p>The functions use nothing but correctly rounded operations. The JDK's own vector functions would be as fast, but
 * their results differ between interpreted and compiled code, and training could then not be repeated bit by bit.
 */
final class VectorMath {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Adding and subtracting it rounds to an integer, which then also stands in the low bits of the sum. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final float LOG2_E = 1.442695040888963f;
    private static final float LN2_HIGH = 0x1.62e4p-1f;
    private static final float LN2_LOW = (float) (Math.log(2) - 0x1.62e4p-1);
    private static final float SMALLEST_EXPONENT = -87f;
    private static final float LARGEST_EXPONENT = 88f;
    private static final int MANTISSA_BITS = 23;

    private VectorMath() {}

    /** The lanes that lie before the end of a row: all of them but at its tail. */
    static VectorMask<Float> lanes(int at, int end) {
        return SPECIES.indexInRange(at, end);
    }

    static FloatVector load(MemorySegment segment, long index) {
        return FloatVector.fromMemorySegment(SPECIES, segment, index * Float.BYTES, ORDER);
    }

    static FloatVector load(MemorySegment segment, long index, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(SPECIES, segment, index * Float.BYTES, ORDER, mask);
    }

    static void store(FloatVector vector, MemorySegment segment, long index) {
        vector.intoMemorySegment(segment, index * Float.BYTES, ORDER);
    }

    static void store(FloatVector vector, MemorySegment segment, long index, VectorMask<Float> mask) {
        vector.intoMemorySegment(segment, index * Float.BYTES, ORDER, mask);
    }

    /** The sum of the lanes in a fixed order; the order of {@code reduceLanes} is unspecified. */
    static double sum(FloatVector vector) {
        double sum = 0;
        for (float value : vector.toArray()) {
            sum += value;
        }
        return sum;
    }

    /** e to the power of x, relative error below 3e-7; x is first cut to [-87, 88]. */
    static FloatVector exp(FloatVector x) {
        FloatVector cut = x.max(SMALLEST_EXPONENT).min(LARGEST_EXPONENT);
        FloatVector shifted = cut.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
        FloatVector whole = shifted.sub(ROUNDER);
        FloatVector rest = whole.lanewise(VectorOperators.FMA, splat(-LN2_HIGH), cut);
        rest = whole.lanewise(VectorOperators.FMA, splat(-LN2_LOW), rest);
        FloatVector power = splat(1f / 5040);
        power = power.lanewise(VectorOperators.FMA, rest, splat(1f / 720));
        power = power.lanewise(VectorOperators.FMA, rest, splat(1f / 120));
        power = power.lanewise(VectorOperators.FMA, rest, splat(1f / 24));
        power = power.lanewise(VectorOperators.FMA, rest, splat(1f / 6));
        power = power.lanewise(VectorOperators.FMA, rest, splat(0.5f));
        power = power.lanewise(VectorOperators.FMA, rest, splat(1f));
        power = power.lanewise(VectorOperators.FMA, rest, splat(1f));
        return power.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                .reinterpretAsFloats();
    }

    /** The logistic function. */
    static FloatVector sigmoid(FloatVector x) {
        return splat(1).div(exp(x.neg()).add(1));
    }

    /** The hyperbolic tangent, absolute error below 2e-7. */
    static FloatVector tanh(FloatVector x) {
        return splat(1).sub(splat(2).div(exp(x.add(x)).add(1)));
    }

    static FloatVector splat(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
