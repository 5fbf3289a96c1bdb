package io.docket.ml.kernel.cpu;

import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.kernel.Precision;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Matrix products shared among the workers: each computes a strip of rows or columns of the result. */
final class CpuProducts {

    /** Below this number of multiplications waking a worker costs more than it gains. */
    private static final long WORTH_SHARING = 1L << 19;

    /** Strips are cut at multiples of this, which suits the blocks of OpenBLAS's kernels. */
    private static final int GRAIN = 16;

    private final WorkerPool pool;
    private final Precision precision;

    CpuProducts(WorkerPool pool, Precision precision) {
        this.pool = pool;
        this.precision = precision;
    }

    /** The product of dense matrices, each stored without gaps. */
    void product(MatrixProduct form, MemorySegment a, MemorySegment b, MemorySegment c) {
        product(form, a, b, c, false);
    }

    /**
     * The same.
     *
     * @param recurring whether it comes back in the same shape again and again, so that it pays to compile code for it
     */
    void product(MatrixProduct form, MemorySegment a, MemorySegment b, MemorySegment c, boolean recurring) {
        product(
                form,
                new Matrix(a, 0, form.transposeA() ? form.rows() : form.inner()),
                new Matrix(b, 0, form.transposeB() ? form.inner() : form.columns()),
                new Matrix(c, 0, form.columns()),
                recurring);
    }

    /** The product of matrices inside larger ones. */
    void product(MatrixProduct form, Matrix a, Matrix b, Matrix c) {
        product(form, a, b, c, false);
    }

    private void product(MatrixProduct form, Matrix a, Matrix b, Matrix c, boolean recurring) {
        boolean shared = pool.threads() > 1 && (long) form.rows() * form.columns() * form.inner() > WORTH_SHARING;
        if (!shared) {
            strip(form, a, b, c, 0, form.rows(), 0, form.columns(), recurring);
        } else if (form.rows() >= form.columns()) {
            pool.run(form.rows(), GRAIN, (from, to) -> strip(form, a, b, c, from, to, 0, form.columns(), recurring));
        } else {
            pool.run(form.columns(), GRAIN, (from, to) -> strip(form, a, b, c, 0, form.rows(), from, to, recurring));
        }
    }

    /** Some rows of a product that comes back in the same shape again and again, on the calling thread. */
    void recurringRows(MatrixProduct form, Matrix a, Matrix b, Matrix c, int fromRow, int toRow) {
        strip(form, a, b, c, fromRow, toRow, 0, form.columns(), true);
    }

    private void strip(
            MatrixProduct form,
            Matrix a,
            Matrix b,
            Matrix c,
            int fromRow,
            int toRow,
            int fromColumn,
            int toColumn,
            boolean recurring) {
        long aOffset = a.offset() + (form.transposeA() ? fromRow : (long) fromRow * a.stride());
        long bOffset = b.offset() + (form.transposeB() ? (long) fromColumn * b.stride() : fromColumn);
        long cOffset = c.offset() + (long) fromRow * c.stride() + fromColumn;
        int rows = toRow - fromRow;
        int columns = toColumn - fromColumn;
        Optional<OneDnn> oneDnn = OneDnn.suiting(form, rows, columns, precision, recurring);
        if (oneDnn.isPresent()) {
            oneDnn.get().product(form, precision, rows, columns, a, aOffset, b, bOffset, c, cOffset);
            return;
        }
        Blas.sgemm(
                form.transposeA(),
                form.transposeB(),
                rows,
                columns,
                form.inner(),
                form.factor(),
                a.memory(),
                aOffset,
                a.stride(),
                b.memory(),
                bOffset,
                b.stride(),
                form.keep(),
                c.memory(),
                cOffset,
                c.stride());
    }

    /**
     * A matrix inside a block of memory.
     *
     * @param offset of its first element, in floats
     * @param stride from one stored row to the next, in floats
     */
    record Matrix(MemorySegment memory, long offset, int stride) {}
}
