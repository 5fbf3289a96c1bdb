package io.docket.ml.kernel.cpu;

import io.docket.ml.kernel.Floats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Optional;

/**
 * Host memory outside the Java heap, aligned to a cache line, so that OpenBLAS can be called on it without copying.
 *
 * <p>The segment handed out has the global scope: its accesses need no liveness check, which the inner loops would feel.
 * In exchange {@link #segment} checks that the block is still open.
 */
final class NativeFloats implements Floats {

    private static final long ALIGNMENT = 64;

    private final Owner owner;
    private final MemorySegment segment;
    private final boolean slice;

    private NativeFloats(Owner owner, MemorySegment segment, boolean slice) {
        this.owner = owner;
        this.segment = segment;
        this.slice = slice;
    }

    /** A new block of zeros. */
    @SuppressWarnings("restricted") // the only way to memory without a liveness check; its extent is known here
    static NativeFloats allocate(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("cannot allocate " + size + " floats");
        }
        Optional<LargePages.Mapping> mapped = LargePages.map(size * Float.BYTES);
        if (mapped.isPresent()) {
            LargePages.Mapping mapping = mapped.get();
            return new NativeFloats(new Owner(() -> LargePages.free(mapping)), mapping.values(), false);
        }
        Arena arena = Arena.ofShared();
        MemorySegment memory = arena.allocate(Math.max(1, size) * Float.BYTES, ALIGNMENT);
        MemorySegment unchecked = MemorySegment.ofAddress(memory.address()).reinterpret(size * Float.BYTES);
        return new NativeFloats(new Owner(arena::close), unchecked, false);
    }

    /** The memory of a block of this implementation, or an empty segment for an absent block. */
    static MemorySegment segment(Floats floats) {
        return switch (floats) {
            case NativeFloats block -> block.segment();
            case Floats absent when absent.isNone() -> MemorySegment.NULL;
            case Floats foreign ->
                throw new IllegalArgumentException("block of another implementation: " + foreign.getClass());
        };
    }

    MemorySegment segment() {
        if (owner.closed) {
            throw new IllegalStateException("this block of floats has been closed");
        }
        return segment;
    }

    @Override
    public long size() {
        return segment.byteSize() / Float.BYTES;
    }

    @Override
    public Floats slice(long offset, long size) {
        Objects.checkFromIndexSize(offset, size, size());
        return new NativeFloats(owner, segment.asSlice(offset * Float.BYTES, size * Float.BYTES), true);
    }

    @Override
    public void read(long offset, float[] target, int targetOffset, int count) {
        MemorySegment.copy(segment(), ValueLayout.JAVA_FLOAT, offset * Float.BYTES, target, targetOffset, count);
    }

    @Override
    public void write(long offset, float[] source, int sourceOffset, int count) {
        MemorySegment.copy(source, sourceOffset, segment(), ValueLayout.JAVA_FLOAT, offset * Float.BYTES, count);
    }

    @Override
    public void close() {
        if (!slice) {
            owner.close();
        }
    }

    /** The allocation behind a block and its slices. */
    private static final class Owner {

        private final Runnable release;
        private volatile boolean closed;

        private Owner(Runnable release) {
            this.release = release;
        }

        private synchronized void close() {
            if (!closed) {
                closed = true;
                release.run();
            }
        }
    }
}
