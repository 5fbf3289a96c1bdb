package io.docket.ingest.cli;

import io.docket.ingest.Extractor;
import io.docket.ingest.ExtractorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code docket bench ingest}: what isolation costs. The same files go through the forked pipeline and through the same
 * Tika in this process, in turns, by the same number of threads, after both were warmed on them.
 */
@Command(
        name = "bench ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures forked extraction against the same Tika in-process.")
public final class BenchIngestCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Folders to measure, each on its own. Default: ../shared/data/files and"
                    + " ../shared/data/collections.")
    private List<Path> paths = List.of(Path.of("../shared/data/files"), Path.of("../shared/data/collections"));

    @Option(names = "--json", description = "Print JSON, one row a line.")
    private boolean json;

    @Option(names = "--passes", paramLabel = "N", description = "Measured passes of each. Default: 3.")
    private int passes = 3;

    @Option(
            names = "--files",
            paramLabel = "N",
            description = "Measure so many files of each folder, evenly chosen by path. Default: all.")
    private int most = Integer.MAX_VALUE;

    @Option(names = "--workers", paramLabel = "N", description = "Workers and threads. Default: one per processor.")
    private int workers = Runtime.getRuntime().availableProcessors();

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        // The peer logs no more than the workers do: stack traces by the page would be measured with it.
        System.setProperty("log4j2.simplelogLevel", "OFF");
        System.exit(new CommandLine(new BenchIngestCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchReport report = new BenchReport(System.out, json);
        try {
            for (Path path : paths) {
                List<Path> files = sample(new FileList().of(List.of(path)));
                measure(path.getFileName().toString(), files, report);
            }
            return 0;
        } catch (IOException unusable) {
            System.err.println(unusable.getMessage());
            return 2;
        }
    }

    private void measure(String name, List<Path> files, BenchReport report) throws IOException, InterruptedException {
        InProcessPeer peer = new InProcessPeer(workers);
        long started = System.nanoTime();
        try (Extractor extractor =
                new Extractor(ExtractorSettings.defaults().withWorkers(workers).withSpareWorkers(0))) {
            ForkedRun forked = new ForkedRun(extractor, workers);
            System.err.println(name + ": " + files.size() + " files; warming both");
            forked.pass(files);
            System.err.printf(
                    Locale.ROOT, "  first forked pass with start: %d ms%n", (System.nanoTime() - started) / 1_000_000);
            peer.pass(files);
            double[] ours = new double[passes];
            double[] theirs = new double[passes];
            double[] oursBusy = new double[passes];
            double[] theirsBusy = new double[passes];
            for (int i = 0; i < passes; i++) {
                ours[i] = forked.pass(files);
                oursBusy[i] = forked.processorSeconds();
                theirs[i] = peer.pass(files);
                theirsBusy[i] = peer.processorSeconds();
                System.err.printf(
                        Locale.ROOT,
                        "  pass %d: forked %.1f s (%.1f s of processor), in-process %.1f s (%.1f s of processor)%n",
                        i + 1,
                        ours[i],
                        oursBusy[i],
                        theirs[i],
                        theirsBusy[i]);
            }
            int documents = forked.items();
            report.row(name + ": items", "1/s", documents / median(ours), documents / median(theirs));
            report.row(name + ": files", "1/s", files.size() / median(ours), files.size() / median(theirs));
            report.row(name + ": data", "MB/s", megabytes(files) / median(ours), megabytes(files) / median(theirs));
            report.row(
                    name + ": items a second of processor",
                    "1/s",
                    documents / median(oursBusy),
                    documents / median(theirsBusy));
            report.row(name + ": processor time outside the parsers", "%", 100 * forked.shareOutsideParsers());
            report.row(name + ": memory of a worker", "MiB", forked.residentMebibytes());
        }
    }

    private List<Path> sample(List<Path> files) {
        if (files.size() <= most) {
            return files;
        }
        List<Path> chosen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            chosen.add(files.get((int) ((long) i * files.size() / most)));
        }
        return chosen;
    }

    private static double megabytes(List<Path> files) {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
        return bytes / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Runs one task for each file by some threads and gives the seconds it took. */
    static double timed(List<Path> files, int threads, FileTask task) throws IOException, InterruptedException {
        List<Path> waiting = new ArrayList<>(files);
        List<Thread> feeders = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            feeders.add(Thread.ofPlatform().name("bench-" + i).start(() -> {
                while (true) {
                    Path file;
                    synchronized (waiting) {
                        if (waiting.isEmpty()) {
                            return;
                        }
                        file = waiting.removeLast();
                    }
                    try {
                        task.run(file);
                    } catch (IOException failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    } catch (InterruptedException cancelled) {
                        return;
                    }
                }
            }));
        }
        for (Thread feeder : feeders) {
            feeder.join();
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** What is done with a file. */
    interface FileTask {
        void run(Path file) throws IOException, InterruptedException;
    }
}
