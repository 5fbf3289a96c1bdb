package io.docket.ml.kernel.cpu;

import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.kernel.Precision;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Matrix products of oneDNN, for processors with AVX-512. In 32 bits they are faster than those of {@link Blas} where a batch meets
 * recurrent weights. Where the processor has instructions for that (AMX, AVX-512 BF16) the factors can be rounded to bfloat16 on
 * the way in and summed in 32 bits, which takes a fourth to a sixth of the time.
 *
 * <p>The library is called through the foreign-function interface, each product single-threaded on the calling thread. It
 * compiles code for each shape, so that products are kept; a kept one serves one caller at a time. Thread-safe.
 *
 * <p>The files come from JavaCPP's preset of oneDNN. The preset's own classes are not used: they need a newer JavaCPP than
 * ND4J has.
 */
@SuppressWarnings("restricted") // native calls are the purpose of this class
final class OneDnn {

    /** Below this number of multiplications the calls around a product cost more than it gains. */
    private static final long WORTH_IT = 1L << 20;

    /**
     * In 32 bits {@link Blas} needs up to a sixth more time for gradients of weights; from this number of multiplications on that
     * is more than the milliseconds that it takes to compile code for a new number of tokens. ADR 0093 has the measurements.
     */
    private static final long WORTH_COMPILING = 1_000_000_000;

    /** Products kept: a training step has about 30 shapes, a classifier's batches have more. */
    private static final int KEPT = 256;

    private static final String PLATFORM = "linux-x86_64";

    // Values of oneDNN 3's C interface (dnnl_types.h, dnnl_common_types.h).
    private static final int CPU_ENGINE = 1;
    private static final int STREAM_IN_ORDER = 1;
    private static final int FLOAT = 3;
    private static final int FORMULA_STRICT = 0;
    private static final int FORMULA_BFLOAT16 = 1;
    private static final int SCRATCHPAD_OF_CALLER = 1;
    private static final int QUERY_SCRATCHPAD = 136;
    private static final int FACTOR_A = 1;
    private static final int FACTOR_B = 33;
    private static final int RESULT = 17;
    private static final int SCRATCHPAD = 80;
    /** {@code dnnl_cpu_isa_avx512_core}. */
    private static final int AVX512_INSTRUCTIONS = 0x27;

    /** {@code dnnl_cpu_isa_avx512_core_bf16}: the bits that a processor with bfloat16 instructions has at least. */
    private static final int BFLOAT16_INSTRUCTIONS = 0xe7;

    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
    private static final MemoryLayout REAL = ValueLayout.JAVA_FLOAT;
    private static final MemoryLayout ADDRESS = ValueLayout.ADDRESS;

    /** {@code dnnl_exec_arg_t}: an int, four bytes of padding, a pointer. */
    private static final long ARGUMENT_BYTES = 16;

    private static final int ARGUMENTS = 4;
    private static final long SCRATCH_ALIGNMENT = 64;

    private final SymbolLookup library;
    private final boolean canRound;
    private final MemorySegment engine;
    private final MethodHandle useThreads;
    private final MethodHandle setHandle;
    private final MethodHandle execute;
    private final LinkedHashMap<Shape, Product> kept = new LinkedHashMap<>();
    private final ThreadLocal<MemorySegment> scratch = ThreadLocal.withInitial(() -> MemorySegment.NULL);

    /** Loaded when it is first needed, because that takes a part of a second. */
    private static final class Loaded {
        static final Optional<OneDnn> LIBRARY = load();
    }

    /** What a product's code depends on. */
    private record Shape(
            boolean transposeA,
            boolean transposeB,
            int rows,
            int columns,
            int inner,
            int aStride,
            int bStride,
            int cStride,
            boolean adding,
            boolean rounded) {}

    private OneDnn(SymbolLookup library, SymbolLookup threads, boolean canRound) {
        this.library = library;
        this.canRound = canRound;
        this.useThreads = downcall(threads, "omp_set_num_threads", FunctionDescriptor.ofVoid(INT));
        this.setHandle = status("dnnl_memory_set_data_handle", ADDRESS, ADDRESS);
        this.execute = status("dnnl_primitive_execute", ADDRESS, ADDRESS, INT, ADDRESS);
        this.engine = create(status("dnnl_engine_create", ADDRESS, INT, LONG), CPU_ENGINE, 0L);
    }

    /**
     * The library, where it is present and computes this product faster than {@link Blas}.
     *
     * @param recurring whether it comes back in the same shape, so that code compiled for it is used again
     */
    static Optional<OneDnn> suiting(MatrixProduct form, int rows, int columns, Precision precision, boolean recurring) {
        long multiplications = (long) rows * columns * form.inner();
        boolean possible = form.factor() == 1 && (form.keep() == 0 || form.keep() == 1);
        if (!possible || multiplications < WORTH_IT) {
            return Optional.empty();
        }
        boolean pays = recurring || (form.transposeA() && multiplications >= WORTH_COMPILING);
        if (!pays && precision == Precision.SINGLE) {
            return Optional.empty();
        }
        return Loaded.LIBRARY.filter(library -> pays || library.canRound);
    }

    private boolean rounds(Precision precision) {
        return canRound && precision == Precision.MIXED;
    }

    /** {@code C = op(A) · op(B) + keep · C} for rows and columns of a strip; offsets in floats. */
    void product(
            MatrixProduct form,
            Precision precision,
            int rows,
            int columns,
            CpuProducts.Matrix a,
            long aOffset,
            CpuProducts.Matrix b,
            long bOffset,
            CpuProducts.Matrix c,
            long cOffset) {
        Shape shape = new Shape(
                form.transposeA(),
                form.transposeB(),
                rows,
                columns,
                form.inner(),
                a.stride(),
                b.stride(),
                c.stride(),
                form.keep() == 1,
                rounds(precision));
        MemorySegment aPart = form.transposeA()
                ? part(a.memory(), aOffset, form.inner(), rows, a.stride())
                : part(a.memory(), aOffset, rows, form.inner(), a.stride());
        MemorySegment bPart = form.transposeB()
                ? part(b.memory(), bOffset, columns, form.inner(), b.stride())
                : part(b.memory(), bOffset, form.inner(), columns, b.stride());
        MemorySegment cPart = part(c.memory(), cOffset, rows, columns, c.stride());
        Product product = take(shape);
        try {
            product.run(aPart, bPart, cPart);
        } finally {
            giveBack(shape, product);
        }
    }

    private Product take(Shape shape) {
        synchronized (kept) {
            Product found = kept.remove(shape);
            if (found != null) {
                return found;
            }
        }
        useOneThread();
        return new Product(shape);
    }

    private void giveBack(Shape shape, Product product) {
        Product surplus = null;
        synchronized (kept) {
            // Another thread may have needed the same shape meanwhile.
            surplus = kept.putIfAbsent(shape, product) == null ? null : product;
            if (surplus == null && kept.size() > KEPT) {
                surplus = kept.pollFirstEntry().getValue();
            }
        }
        if (surplus != null) {
            surplus.close();
        }
    }

    /** The setting belongs to the thread; products are shared among our own workers, not OpenMP's. */
    private void useOneThread() {
        try {
            useThreads.invokeExact(1);
        } catch (Throwable e) {
            throw failed("omp_set_num_threads", e);
        }
    }

    /** The memory of a stored matrix; checks that all of it lies in the segment, because native code would not. */
    private static MemorySegment part(MemorySegment segment, long offset, int rows, int columns, int stride) {
        return segment.asSlice(offset * Float.BYTES, ((long) (rows - 1) * stride + columns) * Float.BYTES);
    }

    /** Compiled code with the descriptions of its operands. Not thread-safe. */
    private final class Product implements AutoCloseable {

        private final Arena arena = Arena.ofShared();
        private final MemorySegment primitive;
        private final MemorySegment stream =
                create(status("dnnl_stream_create", ADDRESS, ADDRESS, INT), engine, STREAM_IN_ORDER);
        private final MemorySegment a;
        private final MemorySegment b;
        private final MemorySegment c;
        private final MemorySegment scratchpad;
        private final long scratchBytes;
        private final MemorySegment arguments = arena.allocate(ARGUMENTS * ARGUMENT_BYTES, Long.BYTES);

        Product(Shape shape) {
            MemorySegment aForm = matrix(shape.rows(), shape.inner(), shape.aStride(), shape.transposeA());
            MemorySegment bForm = matrix(shape.inner(), shape.columns(), shape.bStride(), shape.transposeB());
            MemorySegment cForm = matrix(shape.rows(), shape.columns(), shape.cStride(), false);
            MemorySegment attributes = attributes(shape.adding(), shape.rounded());
            MemorySegment description = create(
                    status(
                            "dnnl_matmul_primitive_desc_create",
                            ADDRESS,
                            ADDRESS,
                            ADDRESS,
                            ADDRESS,
                            ADDRESS,
                            ADDRESS,
                            ADDRESS),
                    engine,
                    aForm,
                    bForm,
                    MemorySegment.NULL,
                    cForm,
                    attributes);
            primitive = create(status("dnnl_primitive_create", ADDRESS, ADDRESS), description);
            a = memory(aForm, MemorySegment.NULL);
            b = memory(bForm, MemorySegment.NULL);
            c = memory(cForm, MemorySegment.NULL);
            MemorySegment scratchForm = pointer(
                    "dnnl_primitive_desc_query_md",
                    FunctionDescriptor.of(ADDRESS, ADDRESS, INT, INT),
                    description,
                    QUERY_SCRATCHPAD,
                    0);
            scratchBytes = size(scratchForm);
            scratchpad = memory(scratchForm, MemorySegment.NULL);
            destroy("dnnl_primitive_desc_destroy", description);
            destroy("dnnl_primitive_attr_destroy", attributes);
            destroy("dnnl_memory_desc_destroy", aForm);
            destroy("dnnl_memory_desc_destroy", bForm);
            destroy("dnnl_memory_desc_destroy", cForm);
            argument(0, FACTOR_A, a);
            argument(1, FACTOR_B, b);
            argument(2, RESULT, c);
            argument(3, SCRATCHPAD, scratchpad);
        }

        private void argument(int index, int role, MemorySegment memory) {
            arguments.set(ValueLayout.JAVA_INT, index * ARGUMENT_BYTES, role);
            arguments.set(ValueLayout.ADDRESS, index * ARGUMENT_BYTES + Long.BYTES, memory);
        }

        void run(MemorySegment aValues, MemorySegment bValues, MemorySegment cValues) {
            try {
                useThreads.invokeExact(1);
                int status = (int) setHandle.invokeExact(a, aValues);
                status |= (int) setHandle.invokeExact(b, bValues);
                status |= (int) setHandle.invokeExact(c, cValues);
                status |= (int) setHandle.invokeExact(scratchpad, scratch(scratchBytes));
                status |= (int) execute.invokeExact(primitive, stream, ARGUMENTS, arguments);
                require("dnnl_primitive_execute", status);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw failed("dnnl_primitive_execute", e);
            }
        }

        @Override
        public void close() {
            destroy("dnnl_primitive_destroy", primitive);
            destroy("dnnl_memory_destroy", a);
            destroy("dnnl_memory_destroy", b);
            destroy("dnnl_memory_destroy", c);
            destroy("dnnl_memory_destroy", scratchpad);
            destroy("dnnl_stream_destroy", stream);
            arena.close();
        }
    }

    /** Memory of the calling thread for intermediate results, among them the rounded factors. */
    private MemorySegment scratch(long bytes) {
        MemorySegment present = scratch.get();
        if (present.byteSize() < bytes) {
            present = Arena.ofAuto().allocate(bytes, SCRATCH_ALIGNMENT);
            scratch.set(present);
        }
        return present;
    }

    private MemorySegment matrix(int rows, int columns, int stride, boolean transposed) {
        try (Arena arena = Arena.ofConfined()) {
            return create(
                    status("dnnl_memory_desc_create_with_strides", ADDRESS, INT, ADDRESS, INT, ADDRESS),
                    2,
                    arena.allocateFrom(ValueLayout.JAVA_LONG, rows, columns),
                    FLOAT,
                    transposed
                            ? arena.allocateFrom(ValueLayout.JAVA_LONG, 1, stride)
                            : arena.allocateFrom(ValueLayout.JAVA_LONG, stride, 1));
        }
    }

    private MemorySegment attributes(boolean adding, boolean rounded) {
        MemorySegment attributes = create(status("dnnl_primitive_attr_create", ADDRESS));
        call(
                status("dnnl_primitive_attr_set_fpmath_mode", ADDRESS, INT),
                attributes,
                rounded ? FORMULA_BFLOAT16 : FORMULA_STRICT);
        call(status("dnnl_primitive_attr_set_scratchpad_mode", ADDRESS, INT), attributes, SCRATCHPAD_OF_CALLER);
        if (adding) {
            MemorySegment sum = create(status("dnnl_post_ops_create", ADDRESS));
            call(status("dnnl_post_ops_append_sum", ADDRESS, REAL, INT, INT), sum, 1f, 0, 0);
            call(status("dnnl_primitive_attr_set_post_ops", ADDRESS, ADDRESS), attributes, sum);
            destroy("dnnl_post_ops_destroy", sum);
        }
        return attributes;
    }

    private MemorySegment memory(MemorySegment form, MemorySegment values) {
        return create(status("dnnl_memory_create", ADDRESS, ADDRESS, ADDRESS, ADDRESS), form, engine, values);
    }

    private long size(MemorySegment form) {
        try {
            return (long) downcall(library, "dnnl_memory_desc_get_size", FunctionDescriptor.of(LONG, ADDRESS))
                    .invokeExact(form);
        } catch (Throwable e) {
            throw failed("dnnl_memory_desc_get_size", e);
        }
    }

    private MemorySegment pointer(String symbol, FunctionDescriptor descriptor, Object... arguments) {
        try {
            return (MemorySegment) downcall(library, symbol, descriptor).invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw failed(symbol, e);
        }
    }

    /** Calls a function that returns a new object through its first argument. */
    private static MemorySegment create(MethodHandle function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
            Object[] all = new Object[arguments.length + 1];
            all[0] = result;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            call(function, all);
            return result.get(ValueLayout.ADDRESS, 0);
        }
    }

    private static void call(MethodHandle function, Object... arguments) {
        try {
            require("a function of oneDNN", (int) function.invokeWithArguments(arguments));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw failed("a function of oneDNN", e);
        }
    }

    private void destroy(String symbol, MemorySegment object) {
        call(status(symbol, ADDRESS), object);
    }

    private MethodHandle status(String symbol, MemoryLayout... arguments) {
        return downcall(library, symbol, FunctionDescriptor.of(INT, arguments));
    }

    private static void require(String function, int status) {
        if (status != 0) {
            throw new IllegalStateException(function + " ended with status " + status);
        }
    }

    private static IllegalStateException failed(String function, Throwable cause) {
        return new IllegalStateException(function + " could not be called", cause);
    }

    private static MethodHandle downcall(SymbolLookup library, String symbol, FunctionDescriptor descriptor) {
        MemorySegment address =
                library.find(symbol).orElseThrow(() -> new IllegalStateException("oneDNN has no function " + symbol));
        return Linker.nativeLinker().downcallHandle(address, descriptor);
    }

    private static Optional<OneDnn> load() {
        if (!PLATFORM.equals(Loader.getPlatform())) {
            return Optional.empty();
        }
        try {
            // In the order in which they need each other.
            open("opencl", "libOpenCL.so.1");
            SymbolLookup threads = open("dnnl", "libgomp.so.1");
            SymbolLookup library = open("dnnl", "libdnnl.so.3");
            int instructions = (int) downcall(library, "dnnl_get_effective_cpu_isa", FunctionDescriptor.of(INT))
                    .invokeExact();
            return has(instructions, AVX512_INSTRUCTIONS)
                    ? Optional.of(new OneDnn(library, threads, has(instructions, BFLOAT16_INSTRUCTIONS)))
                    : Optional.empty();
        } catch (Throwable e) {
            System.getLogger(OneDnn.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "oneDNN cannot be used, products are computed by OpenBLAS in 32 bits",
                            e);
            return Optional.empty();
        }
    }

    private static boolean has(int instructions, int wanted) {
        return (instructions & wanted) == wanted;
    }

    private static SymbolLookup open(String preset, String file) throws IOException {
        var resource = OneDnn.class.getResource("/org/bytedeco/" + preset + "/" + PLATFORM + "/" + file);
        if (resource == null) {
            throw new IOException(file + " is not on the class path");
        }
        return SymbolLookup.libraryLookup(Loader.cacheResource(resource).toPath(), Arena.global());
    }
}
