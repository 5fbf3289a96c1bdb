package io.docket.index.cli;

import io.docket.index.IndexedDocument;
import io.docket.index.SearchNode;
import io.docket.index.SearchNodeOptions;
import io.docket.index.TenantIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures indexing against a bare {@code IndexWriter}, searches with facets and highlights at rest and while documents
 * come in, relabelling, disk and memory, on generated documents; on request an OpenSearch server does the same beside it.
 */
@Command(
        name = "bench index",
        mixinStandardHelpOptions = true,
        description = "Measures indexing, searching and relabelling on generated documents of about 2 KB.",
        exitCodeOnInvalidInput = 2,
        exitCodeOnExecutionException = 1)
public final class BenchIndexCommand implements Callable<Integer> {

    static final String TENANT = "bench";
    private static final int BATCH = 500;
    private static final int SHARE = 20_000;

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

    @Option(
            names = "--loaded",
            paramLabel = "FOLDER",
            description =
                    "index of an earlier run with the same seed and number of documents: used as it is when it is "
                            + "there, else made and kept. Searches only, unless --changes is given")
    private Path loaded;

    @Option(
            names = "--changes",
            description = "with --loaded: relabel, and search under ingest, too; the index is another one afterwards")
    private boolean changes;

    @Option(
            names = "--opensearch",
            paramLabel = "URL",
            description = "an OpenSearch server that indexes and searches the same beside ours; its index "
                    + "\"docket-bench\" is replaced")
    private URI openSearch;

    @Option(names = "--json", description = "print rows of name, unit, ours, peer, ratio as JSON")
    private boolean json;

    private final List<Measurement> rows = new ArrayList<>();
    private SyntheticCorpus corpus;

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(new BenchIndexCommand(), arguments));
    }

    /** Runs a benchmark's command; a failure is one line on stderr. */
    public static int run(Object command, String[] arguments) {
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
        corpus = new SyntheticCorpus(seed);
        Optional<OpenSearchPeer> peer = Optional.ofNullable(openSearch).map(OpenSearchPeer::new);
        if (loaded != null) {
            try (SearchNode node = new SearchNode(loaded, SearchNodeOptions.defaults())) {
                BenchScale scale = measure(node, peer);
                if (changes) {
                    scale.everything();
                } else {
                    scale.searchesOnly();
                }
            }
        } else {
            Path folder = data == null ? Files.createTempDirectory("docket-bench") : Files.createDirectories(data);
            Path own = Files.createTempDirectory(folder, "bench");
            try {
                againstBareWriter(own);
                try (SearchNode node = new SearchNode(own.resolve("node"), SearchNodeOptions.defaults())) {
                    measure(node, peer).everything();
                }
            } finally {
                delete(own);
            }
        }
        Measurement.print(rows, json, System.out);
        return 0;
    }

    private BenchScale measure(SearchNode node, Optional<OpenSearchPeer> peer) {
        return new BenchScale(node.tenant(TENANT), new BenchScale.Size(documents, queries, seed), corpus, peer, rows);
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

    static void progress(String what) {
        System.err.println(what);
    }

    /** The same documents, one thread, ours and bare in turn; the first round only warms up. */
    private void againstBareWriter(Path folder) throws IOException {
        int share = Math.min(documents, SHARE);
        List<IndexedDocument> sample = corpus.documents(0, share);
        double ours = 0;
        double bare = 0;
        double oursProcessor = 0;
        double bareProcessor = 0;
        for (int round = 0; round < 4; round++) {
            long begin = System.nanoTime();
            long beginProcessor = processorNanos();
            try (SearchNode node = new SearchNode(folder.resolve("ours" + round), SearchNodeOptions.defaults())) {
                TenantIndex index = node.tenant(TENANT);
                for (int from = 0; from < share; from += BATCH) {
                    index.put(sample.subList(from, Math.min(share, from + BATCH)));
                }
                index.commit(Map.of());
            }
            long middle = System.nanoTime();
            long middleProcessor = processorNanos();
            try (BareIndex index = new BareIndex(
                    folder.resolve("bare" + round), SearchNodeOptions.defaults().writeBufferMegabytes())) {
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
    static long processorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }
}
