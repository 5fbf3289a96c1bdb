package io.docket.ml.kernel.nd4j;

import io.docket.ml.kernel.Floats;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A vector of ND4J, in the memory of its backend. */
final class Nd4jFloats implements Floats {

    private final INDArray vector;
    private final boolean slice;

    private Nd4jFloats(INDArray vector, boolean slice) {
        this.vector = vector;
        this.slice = slice;
    }

    /** A new block of zeros. */
    static Floats allocate(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("cannot allocate " + size + " floats");
        }
        return size == 0 ? NONE : new Nd4jFloats(Nd4j.zeros(DataType.FLOAT, size), false);
    }

    /** The whole block of this implementation. */
    static INDArray vector(Floats floats) {
        return switch (floats) {
            case Nd4jFloats block -> block.vector;
            case Floats foreign ->
                throw new IllegalArgumentException("block of another implementation: " + foreign.getClass());
        };
    }

    /** The start of a block, as a vector that shares its memory. */
    static INDArray vector(Floats floats, long size) {
        INDArray whole = vector(floats);
        return whole.length() == size ? whole : whole.get(NDArrayIndex.interval(0, size));
    }

    /** The start of a block, as a matrix that shares its memory. */
    static INDArray matrix(Floats floats, long rows, long columns) {
        return vector(floats, rows * columns).reshape('c', rows, columns);
    }

    @Override
    public long size() {
        return vector.length();
    }

    @Override
    public Floats slice(long offset, long size) {
        Objects.checkFromIndexSize(offset, size, size());
        return size == 0 ? NONE : new Nd4jFloats(vector.get(NDArrayIndex.interval(offset, offset + size)), true);
    }

    @Override
    public void read(long offset, float[] target, int targetOffset, int count) {
        Objects.checkFromIndexSize(offset, count, size());
        if (count > 0) {
            float[] values =
                    vector.get(NDArrayIndex.interval(offset, offset + count)).toFloatVector();
            System.arraycopy(values, 0, target, targetOffset, count);
        }
    }

    @Override
    public void write(long offset, float[] source, int sourceOffset, int count) {
        Objects.checkFromIndexSize(offset, count, size());
        if (count > 0) {
            vector.get(NDArrayIndex.interval(offset, offset + count))
                    .assign(Nd4j.createFromArray(Arrays.copyOfRange(source, sourceOffset, sourceOffset + count)));
        }
    }

    @Override
    public void close() {
        if (!slice && !vector.wasClosed()) {
            vector.close();
        }
    }
}
