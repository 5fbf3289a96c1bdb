package io.docket.ml.kernel.cpu;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * Memory in pages of 2 MB where Linux offers them on request: a weight matrix spans a thousand pages of 4 KB, more than a
 * processor remembers the places of, and packing it for a product then waits for page tables. Thread-safe.
 */
@SuppressWarnings("restricted") // native calls are the purpose of this class
final class LargePages {

    private static final long PAGE = 2L << 20;

    /** From this size on, what is lost at the end of the last page is a small part. */
    private static final long LEAST_BYTES = 4 * PAGE;

    // Values of Linux (mman.h), the same on all its processors that this program runs on.
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int HUGE_PAGE_ADVICE = 14;
    private static final long FAILED = -1;

    private static final Optional<LargePages> INSTANCE = load();

    private final MethodHandle map;
    private final MethodHandle unmap;
    private final MethodHandle advise;

    private LargePages(MethodHandle map, MethodHandle unmap, MethodHandle advise) {
        this.map = map;
        this.unmap = unmap;
        this.advise = advise;
    }

    /**
     * A mapping to be given back by {@link #free}.
     *
     * @param values the memory asked for, zeros, aligned to a page
     */
    record Mapping(MemorySegment values, long address, long bytes) {}

    /** Maps memory for a block of that size; empty where it is too small for this, or the system does not offer it. */
    static Optional<Mapping> map(long bytes) {
        return bytes < LEAST_BYTES ? Optional.empty() : INSTANCE.flatMap(pages -> pages.mapped(bytes));
    }

    static void free(Mapping mapping) {
        try {
            int ignored = (int) INSTANCE.orElseThrow().unmap.invokeExact(mapping.address(), mapping.bytes());
        } catch (Throwable e) {
            throw new IllegalStateException("munmap could not be called", e);
        }
    }

    private Optional<Mapping> mapped(long bytes) {
        long whole = Math.ceilDiv(bytes, PAGE) * PAGE + PAGE; // one more, to begin at a page
        try {
            long address = (long) map.invokeExact(0L, whole, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (address == FAILED) {
                return Optional.empty();
            }
            // Without the pages asked for the memory is as good as any other, so that a refusal is no failure.
            int ignored = (int) advise.invokeExact(address, whole, HUGE_PAGE_ADVICE);
            long aligned = Math.ceilDiv(address, PAGE) * PAGE;
            return Optional.of(new Mapping(MemorySegment.ofAddress(aligned).reinterpret(bytes), address, whole));
        } catch (Throwable e) {
            throw new IllegalStateException("mmap could not be called", e);
        }
    }

    private static Optional<LargePages> load() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        var size = ValueLayout.JAVA_LONG;
        var integer = ValueLayout.JAVA_INT;
        return Optional.of(new LargePages(
                function("mmap", FunctionDescriptor.of(size, size, size, integer, integer, integer, size)),
                function("munmap", FunctionDescriptor.of(integer, size, size)),
                function("madvise", FunctionDescriptor.of(integer, size, size, integer))));
    }

    private static MethodHandle function(String symbol, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(symbol), descriptor);
    }
}
