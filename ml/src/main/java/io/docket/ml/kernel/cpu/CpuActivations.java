package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.VectorMath.LANES;
import static io.docket.ml.kernel.cpu.VectorMath.lanes;
import static io.docket.ml.kernel.cpu.VectorMath.load;
import static io.docket.ml.kernel.cpu.VectorMath.sigmoid;
import static io.docket.ml.kernel.cpu.VectorMath.store;
import static io.docket.ml.kernel.cpu.VectorMath.tanh;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Squashes parts of rows in place. One function a loop: the compiler stops to inline in loops that do more, and vectors
 * that pass a call go through the heap, which costs ten times the arithmetic. A row stays in the first-level cache between
 * two of these passes.
 */
final class CpuActivations {

    private CpuActivations() {}

    /** {@code x = logistic(x + bias)} for {@code count} elements; positions in floats. */
    static void sigmoidWithBias(MemorySegment x, long at, MemorySegment bias, long biasAt, int count) {
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> mask = lanes(i, count);
            FloatVector sum = load(x, at + i, mask).add(load(bias, biasAt + i, mask));
            store(sigmoid(sum), x, at + i, mask);
        }
    }

    /** {@code x = tanh(x + bias)} likewise. */
    static void tanhWithBias(MemorySegment x, long at, MemorySegment bias, long biasAt, int count) {
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> mask = lanes(i, count);
            FloatVector sum = load(x, at + i, mask).add(load(bias, biasAt + i, mask));
            store(tanh(sum), x, at + i, mask);
        }
    }
}
