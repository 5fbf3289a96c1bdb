package io.docket.ml.cli;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.kernel.Precision;
import io.docket.ml.kernel.cpu.CpuKernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code docket bench ml}: training and inference of the language model beside PyTorch. Both do the same work on the same
 * number of threads, in turns, so that what else the machine does meets both alike.
 */
@Command(
        name = "docket bench ml",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure training steps and inference of the language model beside PyTorch, in one run, in turns.",
            "Needs Debian's python3-torch and libopenblas0-pthread (with the reference BLAS the comparison is void)."
        })
public final class BenchMlCommand implements Callable<Integer> {

    private static final int VOCABULARY = 16_000;
    private static final int PRODUCT_SIZE = 1536;

    @Spec
    private CommandSpec spec;

    @Option(names = "--python", defaultValue = "/usr/bin/python3", description = "Default: ${DEFAULT-VALUE}.")
    private Path python;

    @Option(names = "--script", defaultValue = "ml/bench/torch_peer.py", description = "Default: ${DEFAULT-VALUE}.")
    private Path script;

    @Option(names = "--threads", description = "Of both sides (default: the machine's processors).")
    private Integer threads;

    @Option(names = "--batch", defaultValue = "64", description = "Sequences side by side (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--bptt",
            defaultValue = "72",
            description = "Tokens of a sequence per step (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Turns; the best of each side counts (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--presets",
            split = ",",
            defaultValue = "compact,standard",
            description = "Sizes to measure (default: ${DEFAULT-VALUE}).")
    private List<String> presets;

    @Option(
            names = "--clock",
            defaultValue = "WALL",
            description = {
                "wall, or cpu: the processor time of one thread, which says what a busy machine would do if it were"
                        + " not",
                "(needs --threads 1; default: ${DEFAULT-VALUE})."
            })
    private Clock clock;

    @Option(names = "--json", description = "Print rows of name, unit, ours, peer, ratio as JSON.")
    private boolean json;

    /** What is measured. */
    enum Clock {
        WALL,
        CPU;

        /** Nanoseconds since some moment, of the calling thread for {@link #CPU}. */
        long nanos() {
            return switch (this) {
                case WALL -> System.nanoTime();
                case CPU -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            };
        }
    }

    /**
     * A measurement.
     *
     * @param ratio ours over the peer's; above 1 is faster, or for memory larger
     */
    record Row(String name, String unit, double ours, double peer, double ratio) {

        static Row of(String name, String unit, double ours, double peer) {
            return new Row(name, unit, ours, peer, ours / peer);
        }
    }

    /** Runs the benchmark as a program. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMlCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        int processors = threads != null ? threads : Runtime.getRuntime().availableProcessors();
        if (clock == Clock.CPU && processors != 1) {
            throw new ParameterException(spec.commandLine(), "--clock cpu measures one thread; add --threads 1");
        }
        List<Row> rows = new ArrayList<>();
        try (Kernels kernels = new CpuKernels(processors);
                Kernels rounded = new CpuKernels(processors, Precision.MIXED);
                TorchPeer peer = new TorchPeer(python, script, processors, VOCABULARY, clock)) {
            for (String preset : presets) {
                measure(kernels, rounded, peer, preset, rows);
            }
            rows.add(Row.of("peak memory", "MB", megabytes("VmHWM"), peer.peakMegabytes()));
        }
        rows.forEach(row -> spec.commandLine().getOut().println(json ? Json.line(row) : text(row)));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    private void measure(Kernels kernels, Kernels rounded, TorchPeer peer, String preset, List<Row> rows)
            throws IOException {
        double product = 0;
        double ourStep = Double.POSITIVE_INFINITY;
        double roundedStep = Double.POSITIVE_INFINITY;
        double peerStep = Double.POSITIVE_INFINITY;
        double ourInference = Double.POSITIVE_INFINITY;
        double peerInference = Double.POSITIVE_INFINITY;
        try (BenchModel model = new BenchModel(kernels, preset, VOCABULARY, batch, steps, clock);
                BenchModel asTrained = new BenchModel(rounded, preset, VOCABULARY, batch, steps, clock)) {
            model.warmUp();
            asTrained.warmUp();
            for (int round = 0; round < rounds; round++) {
                product = Math.max(product, productRate(kernels));
                ourStep = Math.min(ourStep, model.trainSeconds());
                roundedStep = Math.min(roundedStep, asTrained.trainSeconds());
                peerStep = Math.min(peerStep, peer.seconds(preset, "train", batch, steps));
                ourInference = Math.min(ourInference, model.inferSeconds());
                peerInference = Math.min(peerInference, peer.seconds(preset, "infer", batch, steps));
                spec.commandLine().getErr().printf(Locale.ROOT, "%s: round %d of %d%n", preset, round + 1, rounds);
            }
            double tokens = (double) batch * steps;
            rows.add(Row.of(preset + " training step", "tokens/s", tokens / ourStep, tokens / peerStep));
            rows.add(Row.of(
                    preset + " training step, bfloat16 products", "tokens/s", tokens / roundedStep, tokens / peerStep));
            rows.add(Row.of(preset + " inference", "tokens/s", tokens / ourInference, tokens / peerInference));
            rows.add(Row.of(
                    preset + " training, arithmetic beside sgemm",
                    "GFLOP/s",
                    model.trainingFlops() / ourStep / 1e9,
                    product / 1e9));
        }
    }

    /** Floating-point operations per second of a large product. */
    private double productRate(Kernels kernels) {
        long size = (long) PRODUCT_SIZE * PRODUCT_SIZE;
        try (Floats a = kernels.allocate(size);
                Floats b = kernels.allocate(size);
                Floats c = kernels.allocate(size)) {
            kernels.fill(a, 0.5f);
            kernels.fill(b, 0.25f);
            long best = Long.MAX_VALUE;
            for (int trial = 0; trial < 3; trial++) {
                long began = clock.nanos();
                kernels.product(MatrixProduct.plain(PRODUCT_SIZE, PRODUCT_SIZE, PRODUCT_SIZE), a, b, c);
                best = Math.min(best, clock.nanos() - began);
            }
            return 2.0 * size * PRODUCT_SIZE / best * 1e9;
        }
    }

    /** A line of what Linux says about this process: VmHWM is the most resident memory there was, VmRSS what there is. */
    static double megabytes(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("/proc/self/status does not tell the memory of this process (" + field + ")");
    }

    private static String text(Row row) {
        return String.format(
                Locale.ROOT,
                "%-46s %12.1f %12.1f %-9s %6.2f",
                row.name(),
                row.ours(),
                row.peer(),
                row.unit(),
                row.ratio());
    }
}
