package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.VectorMath.LANES;
import static io.docket.ml.kernel.cpu.VectorMath.lanes;
import static io.docket.ml.kernel.cpu.VectorMath.load;
import static io.docket.ml.kernel.cpu.VectorMath.store;

import java.lang.foreign.MemorySegment;
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
                addBiasRow(x, (long) row * width, width, bias);
            }
        });
    }

    private static void addBiasRow(MemorySegment x, long base, int width, MemorySegment bias) {
        for (int i = 0; i < width; i += LANES) {
            VectorMask<Float> mask = lanes(i, width);
            store(load(x, base + i, mask).add(load(bias, i, mask)), x, base + i, mask);
        }
    }

    /** Adds the column sums of {@code x} to {@code sums}; cut along the columns, so that the order is fixed. */
    void addColumnSums(MemorySegment x, int rows, int width, MemorySegment sums) {
        pool.run(width, 4 * LANES, (from, to) -> {
            for (int row = 0; row < rows; row++) {
                addRow(x, (long) row * width, from, to, sums);
            }
        });
    }

    private static void addRow(MemorySegment x, long base, int from, int to, MemorySegment sums) {
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> mask = lanes(i, to);
            store(load(sums, i, mask).add(load(x, base + i, mask)), sums, i, mask);
        }
    }
}
