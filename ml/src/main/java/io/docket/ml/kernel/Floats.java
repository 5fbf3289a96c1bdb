package io.docket.ml.kernel;

/**
 * A block of 32-bit floats owned by the {@link Kernels} that allocated it.
 *
 * <p>A slice shares the memory of its parent and lives as long as the parent. Closing a slice does nothing; closing an
 * allocated block frees it, and no slice of it may be used afterwards. Reading and writing from several threads is as
 * safe as with a plain array: not at all for overlapping ranges.
 */
public interface Floats extends AutoCloseable {

    /** The block of size zero; as an argument of a kernel it means "absent" or "not wanted". */
    Floats NONE = new NoFloats();

    /** Number of floats. */
    long size();

    /** A view of {@code size} floats from {@code offset}; fails when it does not lie inside this block. */
    Floats slice(long offset, long size);

    /** Copies {@code count} floats from {@code offset} of this block into {@code target}, from {@code targetOffset}. */
    void read(long offset, float[] target, int targetOffset, int count);

    /** Copies {@code count} floats of {@code source}, from {@code sourceOffset}, to {@code offset} of this block. */
    void write(long offset, float[] source, int sourceOffset, int count);

    @Override
    void close();

    /** True for {@link #NONE}. */
    default boolean isNone() {
        return size() == 0;
    }

    /** All floats in a new array; fails for a block of more than 2^31-1 floats. */
    default float[] toArray() {
        float[] values = new float[Math.toIntExact(size())];
        read(0, values, 0, values.length);
        return values;
    }

    /** Overwrites the start of the block with {@code values}. */
    default void write(float[] values) {
        write(0, values, 0, values.length);
    }
}
