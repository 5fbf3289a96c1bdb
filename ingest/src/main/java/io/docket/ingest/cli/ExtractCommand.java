package io.docket.ingest.cli;

import io.docket.ingest.ByteSize;
import io.docket.ingest.ExtractionLimits;
import io.docket.ingest.ExtractionRequest;
import io.docket.ingest.Extractor;
import io.docket.ingest.ExtractorSettings;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code docket extract}: extracts files and folders and accounts for each item on a line of its own. Ends with 0 when
 * every file has an outcome, 2 for bad arguments, 1 when the machine failed.
 */
@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Extracts text, metadata and embedded items; prints one line for each file and embedded item.")
public final class ExtractCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders; folders are walked.")
    private List<Path> paths;

    @Option(names = "--json", description = "Print JSON, one object a line, instead of columns.")
    private boolean json;

    @Option(names = "--text-dir", paramLabel = "DIR", description = "Keep texts and embedded items here.")
    private Path textDirectory;

    @Option(names = "--password", paramLabel = "WORD", description = "Try on encrypted items; may be repeated.")
    private List<String> passwords = List.of();

    @Option(names = "--workers", paramLabel = "N", description = "Worker processes. Default: one per processor.")
    private Integer workers;

    @Option(names = "--time", paramLabel = "SECONDS", description = "Longest time for one item. Default: 600.")
    private Integer seconds;

    @Option(names = "--heap", paramLabel = "MEBIBYTES", description = "Java heap of a worker. Default: 512.")
    private Integer heap;

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ExtractCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Path> files;
        ExtractorSettings settings;
        try {
            FileList list = new FileList();
            files = list.of(paths);
            list.passedOver().forEach(path -> System.err.println("passed over: " + path));
            settings = settings();
        } catch (IOException | IllegalArgumentException unusable) {
            System.err.println(unusable.getMessage());
            return 2;
        }
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        ItemReport report = json ? new JsonItemReport(out) : new ColumnItemReport(out);
        ExtractionSummary summary = new ExtractionSummary(files.size());
        try (Extractor extractor = new Extractor(settings)) {
            new Run(extractor, report, summary).extract(files, settings.workers());
        } finally {
            out.flush();
        }
        summary.print(System.err);
        return summary.isComplete() ? 0 : 1;
    }

    private ExtractorSettings settings() {
        ExtractionLimits limits = ExtractionLimits.defaults();
        if (seconds != null) {
            limits = limits.withTime(Duration.ofSeconds(seconds));
        }
        if (heap != null) {
            limits = limits.withHeap(ByteSize.ofMebibytes(heap));
        }
        ExtractorSettings settings = ExtractorSettings.defaults().withLimits(limits);
        return workers == null ? settings : settings.withWorkers(workers);
    }

    /** Feeds the files to the extractor by as many threads as it has workers. */
    private final class Run {
        private final Extractor extractor;
        private final ItemReport report;
        private final ExtractionSummary summary;

        Run(Extractor extractor, ItemReport report, ExtractionSummary summary) {
            this.extractor = extractor;
            this.report = report;
            this.summary = summary;
        }

        void extract(List<Path> files, int threads) throws InterruptedException {
            LinkedBlockingQueue<Integer> numbers = new LinkedBlockingQueue<>();
            for (int i = 0; i < files.size(); i++) {
                numbers.add(i);
            }
            List<Thread> feeders = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                feeders.add(Thread.ofVirtual().start(() -> {
                    for (Integer number = numbers.poll(); number != null; number = numbers.poll()) {
                        extractOne(files.get(number), number + 1);
                    }
                }));
            }
            for (Thread feeder : feeders) {
                feeder.join();
            }
        }

        private void extractOne(Path file, int number) {
            Path output = null;
            try {
                output = textDirectory == null
                        ? Files.createTempDirectory("docket-extract-")
                        : Files.createDirectories(textDirectory.resolve(Integer.toString(number)));
                String path = file.toString();
                // Each item is told at once: a family of 300,000 is never held.
                extractor.extract(ExtractionRequest.of(file, path, output).withPasswords(passwords), item -> {
                    report.line(item);
                    summary.add(item);
                });
            } catch (IOException machineFault) {
                summary.fault(file, machineFault);
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
            } finally {
                if (textDirectory == null && output != null) {
                    TemporaryFolder.delete(output);
                }
            }
        }
    }
}
