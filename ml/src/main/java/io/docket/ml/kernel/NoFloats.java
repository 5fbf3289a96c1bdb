package io.docket.ml.kernel;

/** The absent block; see {@link Floats#NONE}. */
final class NoFloats implements Floats {

    @Override
    public long size() {
        return 0;
    }

    @Override
    public Floats slice(long offset, long size) {
        if (offset != 0 || size != 0) {
            throw new IndexOutOfBoundsException("slice of " + size + " floats from an absent block");
        }
        return this;
    }

    @Override
    public void read(long offset, float[] target, int targetOffset, int count) {
        requireNothing(count);
    }

    @Override
    public void write(long offset, float[] source, int sourceOffset, int count) {
        requireNothing(count);
    }

    @Override
    public void close() {
        // nothing is held
    }

    private static void requireNothing(int count) {
        if (count != 0) {
            throw new IndexOutOfBoundsException(count + " floats of an absent block");
        }
    }
}
