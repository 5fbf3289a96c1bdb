package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.VectorMath.LANES;
import static io.docket.ml.kernel.cpu.VectorMath.lanes;
import static io.docket.ml.kernel.cpu.VectorMath.load;
import static io.docket.ml.kernel.cpu.VectorMath.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Biases of rows. */
final class CpuRows {

    private final WorkerPool pool;

    CpuRows(WorkerPool pool) {
        this.pool = pool;
    }

    void addBias(MemorySegment x, int rows, int width, MemorySegment bias) {
        pool.run(rows, 64, (from, to) -> {
            for (int row = from; row < to; row++) {
                long base = (long) row * width;
                for (int i = 0; i < width; i += LANES) {
                    VectorMask<Float> mask = lanes(i, width);
                    store(load(x, base + i, mask).add(load(bias, i, mask)), x, base + i, mask);
                }
            }
        });
    }

    /** Adds the column sums of {@code x} to {@code sums}; cut along the columns, so that the order is fixed. */
    void addColumnSums(MemorySegment x, int rows, int width, MemorySegment sums) {
        pool.run(width, 4 * LANES, (from, to) -> {
            for (int i = from; i < to; i += LANES) {
                VectorMask<Float> mask = lanes(i, to);
                FloatVector sum = load(sums, i, mask);
                for (int row = 0; row < rows; row++) {
                    sum = sum.add(load(x, (long) row * width + i, mask));
                }
                store(sum, sums, i, mask);
            }
        });
    }
}
