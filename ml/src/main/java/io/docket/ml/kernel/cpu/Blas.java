package io.docket.ml.kernel.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * {@code cblas_sgemm} of the OpenBLAS that ND4J ships, called single-threaded on native memory.
 *
 * <p>JavaCPP unpacks and loads the library; the call itself goes through the foreign-function interface, because
 * JavaCPP's binding would need a pointer object for each argument of each call.
 */
@SuppressWarnings("restricted") // native calls are the purpose of this class
final class Blas {

    private static final int ROW_MAJOR = 101;
    private static final int AS_STORED = 111;
    private static final int TRANSPOSED = 112;

    private static final SymbolLookup LIBRARY = load();
    private static final MethodHandle SGEMM = sgemmHandle();

    static {
        useOneThread();
    }

    private Blas() {}

    /** {@code C = factor · op(A) · op(B) + keep · C}; offsets and leading dimensions in floats. */
    static void sgemm(
            boolean transposeA,
            boolean transposeB,
            int rows,
            int columns,
            int inner,
            float factor,
            MemorySegment a,
            long aOffset,
            int aStride,
            MemorySegment b,
            long bOffset,
            int bStride,
            float keep,
            MemorySegment c,
            long cOffset,
            int cStride) {
        if (rows == 0 || columns == 0) {
            return;
        }
        try {
            SGEMM.invokeExact(
                    ROW_MAJOR,
                    transposeA ? TRANSPOSED : AS_STORED,
                    transposeB ? TRANSPOSED : AS_STORED,
                    rows,
                    columns,
                    inner,
                    factor,
                    part(a, aOffset, transposeA ? inner : rows, transposeA ? rows : inner, aStride),
                    aStride,
                    part(b, bOffset, transposeB ? columns : inner, transposeB ? inner : columns, bStride),
                    bStride,
                    keep,
                    part(c, cOffset, rows, columns, cStride),
                    cStride);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cblas_sgemm could not be called", e);
        }
    }

    /** The memory of a stored matrix; checks that all of it lies in the segment, because native code would not. */
    private static MemorySegment part(MemorySegment segment, long offset, int rows, int columns, int stride) {
        long needed = rows == 0 ? 0 : (long) (rows - 1) * stride + columns;
        return segment.asSlice(offset * Float.BYTES, needed * Float.BYTES);
    }

    private static SymbolLookup load() {
        String bindings = Loader.load(openblas_nolapack.class);
        return SymbolLookup.libraryLookup(Path.of(bindings), Arena.global());
    }

    private static MethodHandle sgemmHandle() {
        var integer = ValueLayout.JAVA_INT;
        var real = ValueLayout.JAVA_FLOAT;
        var address = ValueLayout.ADDRESS;
        return downcall(
                "cblas_sgemm",
                FunctionDescriptor.ofVoid(
                        integer, integer, integer, integer, integer, integer, real, address, integer, address, integer,
                        real, address, integer));
    }

    private static void useOneThread() {
        try {
            downcall("openblas_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeExact(1);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS does not let its number of threads be set", e);
        }
    }

    private static MethodHandle downcall(String symbol, FunctionDescriptor descriptor) {
        MemorySegment address =
                LIBRARY.find(symbol).orElseThrow(() -> new IllegalStateException("OpenBLAS has no function " + symbol));
        return Linker.nativeLinker().downcallHandle(address, descriptor);
    }
}
