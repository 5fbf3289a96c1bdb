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

    private static final int ROWS_AT_ONCE = 4;

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
            int row = 0;
            for (; row + ROWS_AT_ONCE <= rows; row += ROWS_AT_ONCE) {
                addFourRows(x, (long) row * width, width, from, to, sums);
            }
            for (; row < rows; row++) {
                addRow(x, (long) row * width, from, to, sums);
            }
        });
    }

    /** Adds more than one row a pass, because each pass loads and stores the sums. */
    private static void addFourRows(MemorySegment x, long base, int width, int from, int to, MemorySegment sums) {
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> mask = lanes(i, to);
            FloatVector one = load(x, base + i, mask).add(load(x, base + width + i, mask));
            FloatVector two = load(x, base + 2L * width + i, mask).add(load(x, base + 3L * width + i, mask));
            store(load(sums, i, mask).add(one.add(two)), sums, i, mask);
        }
    }

    private static void addRow(MemorySegment x, long base, int from, int to, MemorySegment sums) {
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> mask = lanes(i, to);
            store(load(sums, i, mask).add(load(x, base + i, mask)), sums, i, mask);
        }
    }
}
