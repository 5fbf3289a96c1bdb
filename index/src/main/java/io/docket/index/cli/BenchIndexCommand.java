package io.docket.index.cli;

import io.docket.index.Access;
import io.docket.index.Dimension;
import io.docket.index.IndexCounts;
import io.docket.index.IndexedDocument;
import io.docket.index.Relabel;
import io.docket.index.SearchNode;
import io.docket.index.SearchNodeOptions;
import io.docket.index.SearchRequest;
import io.docket.index.SearchResponse;
import io.docket.index.TenantIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures indexing against a bare {@code IndexWriter}, searches with facets and highlights at rest and while documents
 * come in, relabelling, disk and memory, on generated documents.
 */
@Command(
        name = "bench index",
        mixinStandardHelpOptions = true,
        description = "Measures indexing, searching and relabelling on generated documents of about 2 KB.",
        exitCodeOnInvalidInput = 2,
        exitCodeOnExecutionException = 1)
public final class BenchIndexCommand implements Callable<Integer> {

    private static final String TENANT = "bench";
    private static final int BATCH = 500;
    private static final int WARM_UP = 200;
    private static final double MILLION = 1e6;

    @Option(names = "--documents", defaultValue = "100000", description = "documents (default: ${DEFAULT-VALUE})")
    private int documents;

    @Option(names = "--queries", defaultValue = "1000", description = "searches per row (default: ${DEFAULT-VALUE})")
    private int queries;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "seed of documents and queries (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--data", description = "folder for the indexes, deleted afterwards (default: a temporary one)")
    private Path data;

    @Option(names = "--json", description = "print rows of name, unit, ours, peer, ratio as JSON")
    private boolean json;

    private final List<Measurement> rows = new ArrayList<>();
    private SyntheticCorpus corpus;

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(new BenchIndexCommand(), arguments));
    }

    static int run(Object command, String[] arguments) {
        return new CommandLine(command)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure);
                    return line.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (documents < 1_000 || queries < 10) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "at least 1,000 documents and 10 queries are needed");
        }
        Path folder = data == null ? Files.createTempDirectory("docket-bench") : Files.createDirectories(data);
        Path own = Files.createTempDirectory(folder, "bench");
        try {
            corpus = new SyntheticCorpus(seed);
            againstBareWriter(own);
            atScale(own.resolve("node"));
        } finally {
            delete(own);
        }
        Measurement.print(rows, json, System.out);
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    private static void progress(String what) {
        System.err.println(what);
    }

    private SearchNodeOptions options() {
        return SearchNodeOptions.defaults();
    }

    /** The same documents, one thread, ours and bare in turn; the first round only warms up. */
    private void againstBareWriter(Path folder) throws IOException {
        int share = Math.min(documents, 20_000);
        List<IndexedDocument> sample = corpus.documents(0, share);
        double ours = 0;
        double bare = 0;
        double oursProcessor = 0;
        double bareProcessor = 0;
        for (int round = 0; round < 4; round++) {
            long begin = System.nanoTime();
            long beginProcessor = processorNanos();
            try (SearchNode node = new SearchNode(folder.resolve("ours" + round), options())) {
                TenantIndex index = node.tenant(TENANT);
                for (int from = 0; from < share; from += BATCH) {
                    index.put(sample.subList(from, Math.min(share, from + BATCH)));
                }
                index.commit(Map.of());
            }
            long middle = System.nanoTime();
            long middleProcessor = processorNanos();
            try (BareIndex index =
                    new BareIndex(folder.resolve("bare" + round), options().writeBufferMegabytes())) {
                for (int from = 0; from < share; from += BATCH) {
                    index.add(sample.subList(from, Math.min(share, from + BATCH)));
                }
                index.commit();
            }
            long end = System.nanoTime();
            long endProcessor = processorNanos();
            if (round > 0) {
                oursProcessor += middleProcessor - beginProcessor;
                bareProcessor += endProcessor - middleProcessor;
                ours += middle - begin;
                bare += end - middle;
            }
            delete(folder.resolve("ours" + round));
            delete(folder.resolve("bare" + round));
            progress("indexing round " + round + ": ours " + (middle - begin) / 1_000_000 + " ms, bare "
                    + (end - middle) / 1_000_000 + " ms");
        }
        double indexed = share * 3 * 1e9;
        rows.add(Measurement.of("indexing, one thread", "documents/s", indexed / ours, indexed / bare));
        rows.add(Measurement.of(
                "indexing, per second of processor time",
                "documents/s",
                indexed / oursProcessor,
                indexed / bareProcessor));
    }

    /** Processor time of this process: comparable even where other processes keep the machine busy. */
    private static long processorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private void atScale(Path folder) throws IOException {
        try (SearchNode node = new SearchNode(folder, options())) {
            TenantIndex index = node.tenant(TENANT);
            long begin = System.nanoTime();
            for (int from = 0; from < documents; from += BATCH) {
                index.put(corpus.documents(from, Math.min(documents, from + BATCH)));
                if (from % 50_000 == 0) {
                    progress(from + " documents put");
                }
            }
            index.commit(Map.of());
            index.refresh();
            double seconds = (System.nanoTime() - begin) / 1e9;
            rows.add(Measurement.of(
                    "loading with generation, " + documents + " documents", "documents/s", documents / seconds));
            IndexCounts counts = index.counts();
            rows.add(Measurement.of("size on disk", "bytes/document", (double) counts.bytes() / documents));
            rows.add(Measurement.of("segments", "", counts.segments()));
            memory();
            progress("searching at rest");
            search(index, "at rest", queries);
            nextPages(index);
            relabel(index);
            progress("searching under ingest");
            underIngest(index);
        }
    }

    private void memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        rows.add(Measurement.of("heap in use", "MB", (runtime.totalMemory() - runtime.freeMemory()) / MILLION));
    }

    private SearchRequest request(String query) {
        return SearchRequest.builder(Access.only("collection-0", "collection-1", "collection-2", "collection-3"), query)
                .size(10)
                .facet(
                        Dimension.label("kind"),
                        Dimension.confidence("kind"),
                        Dimension.TYPE,
                        Dimension.COLLECTION,
                        Dimension.CUSTODIAN,
                        Dimension.MONTH)
                .build();
    }

    private void search(TenantIndex index, String when, int count) throws IOException {
        SplittableRandom random = new SplittableRandom(seed + when.hashCode());
        for (int i = 0; i < WARM_UP; i++) {
            index.search(request(corpus.query(random, documents)));
        }
        double[] millis = new double[count];
        long found = 0;
        long beginProcessor = processorNanos();
        for (int i = 0; i < count; i++) {
            String query = corpus.query(random, documents);
            long begin = System.nanoTime();
            SearchResponse response = index.search(request(query));
            millis[i] = (System.nanoTime() - begin) / MILLION;
            found += response.total();
        }
        double processor = (processorNanos() - beginProcessor) / MILLION / count;
        Arrays.sort(millis);
        rows.add(Measurement.of("search " + when + ", processor time on average", "ms", processor));
        rows.add(Measurement.of("search " + when + ", p50", "ms", millis[count / 2]));
        rows.add(Measurement.of("search " + when + ", p95", "ms", millis[count * 95 / 100]));
        rows.add(Measurement.of("search " + when + ", p99", "ms", millis[count * 99 / 100]));
        rows.add(Measurement.of("documents found per search " + when, "", (double) found / count));
    }

    private void nextPages(TenantIndex index) throws IOException {
        SearchRequest.Builder request =
                SearchRequest.builder(Access.everything(), corpus.word(20)).size(1);
        SearchResponse page = index.search(request.build());
        double[] millis = new double[100];
        for (int i = 0; i < millis.length && page.nextCursor().isPresent(); i++) {
            long begin = System.nanoTime();
            page = index.search(request.cursor(page.nextCursor().get()).build());
            millis[i] = (System.nanoTime() - begin) / MILLION;
        }
        Arrays.sort(millis);
        rows.add(Measurement.of("next document by cursor, p95", "ms", millis[95]));
    }

    private void relabel(TenantIndex index) throws IOException {
        progress("relabelling");
        SplittableRandom random = new SplittableRandom(seed + 5);
        List<Relabel> changes = new ArrayList<>(documents);
        for (int n = 0; n < documents; n++) {
            changes.add(Relabel.prediction(SyntheticCorpus.id(n), "kind", SyntheticCorpus.prediction(random, "v2")));
        }
        long begin = System.nanoTime();
        for (int from = 0; from < documents; from += 10_000) {
            index.relabel(changes.subList(from, Math.min(documents, from + 10_000)));
        }
        index.refresh();
        index.commit(Map.of());
        double ours = (System.nanoTime() - begin) / 1e9;
        int again = Math.min(documents, 5_000);
        List<IndexedDocument> sample = corpus.documents(0, again);
        begin = System.nanoTime();
        index.put(sample);
        index.refresh();
        index.commit(Map.of());
        double whole = (System.nanoTime() - begin) / 1e9;
        rows.add(Measurement.of(
                "relabelling all, against putting again", "documents/s", documents / ours, again / whole));
        rows.add(Measurement.of("relabelling all " + documents, "s", ours));
    }

    private void underIngest(TenantIndex index) throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger put = new AtomicInteger();
        Thread ingest = new Thread(
                () -> {
                    int n = documents;
                    while (!stop.get()) {
                        try {
                            index.put(corpus.documents(n, n + 100));
                        } catch (IOException e) {
                            progress("ingest stopped: " + e);
                            return;
                        }
                        n += 100;
                        put.addAndGet(100);
                    }
                },
                "bench-ingest");
        long begin = System.nanoTime();
        ingest.start();
        try {
            search(index, "under ingest", queries);
        } finally {
            stop.set(true);
            try {
                ingest.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        rows.add(Measurement.of("ingest meanwhile", "documents/s", put.get() / seconds));
    }
}
