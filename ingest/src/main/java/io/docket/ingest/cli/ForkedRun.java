package io.docket.ingest.cli;

import io.docket.ingest.ExtractedItem;
import io.docket.ingest.ExtractionRequest;
import io.docket.ingest.Extractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Extraction through worker processes, with texts and embedded items written to disk as the appliance does. */
final class ForkedRun {
    private final Extractor extractor;
    private final int threads;
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicLong working = new AtomicLong();
    private final AtomicLong parsing = new AtomicLong();
    private long supervising;
    private long processes;

    ForkedRun(Extractor extractor, int threads) {
        this.extractor = extractor;
        this.threads = threads;
    }

    double pass(List<Path> files) throws IOException, InterruptedException {
        items.set(0);
        working.set(0);
        parsing.set(0);
        Path outputs = Files.createTempDirectory("docket-bench-");
        AtomicInteger number = new AtomicInteger();
        long own = ProcessTime.ofThisProcess();
        long children = ProcessTime.ofChildren();
        try {
            double seconds = BenchIngestCommand.timed(files, threads, file -> {
                Path output = outputs.resolve(Integer.toString(number.incrementAndGet()));
                extractor.extract(ExtractionRequest.of(file, file.getFileName().toString(), output), this::count);
            });
            supervising = ProcessTime.ofThisProcess() - own;
            processes = supervising + ProcessTime.ofChildren() - children;
            return seconds;
        } finally {
            TemporaryFolder.delete(outputs);
        }
    }

    /** Items of the last pass. */
    int items() {
        return items.get();
    }

    /**
     * Of the processor time of the last pass that threads spent on items and on supervising, the share outside the parser library:
     * hashing, writing, telling the language, messages. Compilers and collectors of the workers are in neither.
     */
    double shareOutsideParsers() {
        double all = working.get() + supervising;
        return 1 - parsing.get() / all;
    }

    /** Processor seconds of the last pass, of this process and of its workers, whatever their threads did. */
    double processorSeconds() {
        return processes / 1e9;
    }

    /** Resident memory of a worker now, on average; 0 where the system does not tell. */
    double residentMebibytes() {
        return ProcessHandle.current()
                .children()
                .mapToDouble(ForkedRun::residentMebibytes)
                .average()
                .orElse(0);
    }

    private static double residentMebibytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    private void count(ExtractedItem item) {
        items.incrementAndGet();
        working.addAndGet(item.working().toNanos());
        parsing.addAndGet(item.parsing().toNanos());
    }
}
