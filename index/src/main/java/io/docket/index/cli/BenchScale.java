package io.docket.index.cli;

import io.docket.index.Access;
import io.docket.index.Dimension;
import io.docket.index.IndexCounts;
import io.docket.index.IndexedDocument;
import io.docket.index.Neighbours;
import io.docket.index.Relabel;
import io.docket.index.SearchRequest;
import io.docket.index.SearchResponse;
import io.docket.index.TenantIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** What is measured on one large index: loading, searching, going through a result, relabelling, searching under ingest. */
final class BenchScale {

    private static final int BATCH = 500;
    private static final int INGEST_BATCH = 100;
    private static final int WARM_UP = 200;
    private static final int STEPS = 200;
    private static final int RELABEL_BATCH = 10_000;
    private static final int RELABEL_SAMPLE = 5_000;
    private static final int PROGRESS_EVERY = 50_000;
    private static final double MILLION = 1e6;
    private static final double NANOS = 1e9;
    private static final String[] COLLECTIONS = {"collection-0", "collection-1", "collection-2", "collection-3"};

    private final TenantIndex index;
    private final Size size;
    private final SyntheticCorpus corpus;
    private final Optional<OpenSearchPeer> peer;
    private final List<Measurement> rows;

    /** How much is measured. */
    record Size(int documents, int queries, long seed) {}

    BenchScale(
            TenantIndex index,
            Size size,
            SyntheticCorpus corpus,
            Optional<OpenSearchPeer> peer,
            List<Measurement> rows) {
        this.index = index;
        this.size = size;
        this.corpus = corpus;
        this.peer = peer;
        this.rows = rows;
    }

    /** All of it; an index that holds the documents already is not loaded again. */
    void everything() throws IOException {
        searchesOnly();
        relabel();
        underIngest();
    }

    /** What leaves an index as it is that holds the documents already. */
    void searchesOnly() throws IOException {
        Optional<Double> ours = index.counts().documents() == size.documents() ? Optional.empty() : Optional.of(load());
        Optional<Double> theirs = peer.isPresent() ? Optional.of(load(peer.get())) : Optional.empty();
        loaded(ours, theirs);
        settle();
        state();
        searches("at rest");
        nextDocuments();
    }

    private double load() throws IOException {
        return load(index::put, () -> {
            index.commit(Map.of());
            index.refresh();
        });
    }

    private double load(OpenSearchPeer other) throws IOException {
        BenchIndexCommand.progress("loading OpenSearch");
        other.create();
        return load(other::put, other::finish);
    }

    private void loaded(Optional<Double> ours, Optional<Double> theirs) {
        String name = "loading with generation, " + size.documents() + " documents";
        if (ours.isPresent() && theirs.isPresent()) {
            rows.add(Measurement.of(name, "documents/s", ours.get(), theirs.get()));
        } else {
            ours.ifPresent(rate -> rows.add(Measurement.of(name, "documents/s", rate)));
            theirs.ifPresent(rate -> rows.add(Measurement.of(name + ", OpenSearch", "documents/s", rate)));
        }
    }

    private void settle() throws IOException {
        BenchIndexCommand.progress("waiting for merges");
        long begin = System.nanoTime();
        index.settle();
        rows.add(Measurement.of("merging after loading", "s", (System.nanoTime() - begin) / NANOS));
    }

    private interface Put {
        void put(List<IndexedDocument> documents) throws IOException;
    }

    private interface Finish {
        void run() throws IOException;
    }

    private double load(Put put, Finish finish) throws IOException {
        long begin = System.nanoTime();
        for (int from = 0; from < size.documents(); from += BATCH) {
            put.put(corpus.documents(from, Math.min(size.documents(), from + BATCH)));
            if (from % PROGRESS_EVERY == 0) {
                BenchIndexCommand.progress(from + " documents put");
            }
        }
        finish.run();
        return size.documents() * NANOS / (System.nanoTime() - begin);
    }

    private void state() throws IOException {
        IndexCounts counts = index.counts();
        double bytes = (double) counts.bytes() / size.documents();
        rows.add(
                peer.isPresent()
                        ? Measurement.of(
                                "size on disk",
                                "bytes/document",
                                bytes,
                                (double) peer.get().bytes() / size.documents())
                        : Measurement.of("size on disk", "bytes/document", bytes));
        rows.add(Measurement.of("segments", "", counts.segments()));
        memory("loaded");
    }

    /** Heap after a collection, and what the process holds beside files that it only looks at. */
    private void memory(String when) throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        rows.add(
                Measurement.of("heap in use, " + when, "MB", (runtime.totalMemory() - runtime.freeMemory()) / MILLION));
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("RssAnon:")) {
                    double kibibytes = Double.parseDouble(line.replaceAll("\\D", ""));
                    rows.add(Measurement.of("memory of the process, " + when, "MB", kibibytes * 1024 / MILLION));
                }
            }
        }
    }

    private static SearchRequest.Builder request(String query) {
        return SearchRequest.builder(Access.only(COLLECTIONS), query)
                .size(10)
                .facet(
                        Dimension.label("kind"),
                        Dimension.confidence("kind"),
                        Dimension.TYPE,
                        Dimension.COLLECTION,
                        Dimension.CUSTODIAN,
                        Dimension.MONTH);
    }

    private void searches(String when) throws IOException {
        BenchIndexCommand.progress("searching " + when);
        SplittableRandom random = new SplittableRandom(size.seed() + when.hashCode());
        List<BenchQuery> warm = queries(random, WARM_UP);
        List<BenchQuery> asked = queries(random, size.queries());
        for (BenchQuery query : warm) {
            index.search(request(query.text()).build());
        }
        long[] found = new long[asked.size()];
        SearchClock clock = new SearchClock();
        double[] processor = new double[asked.size()];
        Latencies ours = Latencies.of(asked.size(), i -> {
            long begun = clock.getAsLong();
            SearchResponse response = index.search(request(asked.get(i).text()).build());
            processor[i] = (clock.getAsLong() - begun) / MILLION;
            found[i] = response.total();
        });
        Optional<Latencies> theirs = Optional.empty();
        if (peer.isPresent()) {
            theirs = Optional.of(theirs(warm, asked, found));
        }
        ours.into(rows, "search " + when, theirs);
        Latencies costs = new Latencies(processor);
        costs.into(rows, "processor time of a search " + when, Optional.empty());
        for (BenchQuery.Kind kind : BenchQuery.Kind.values()) {
            BenchIndexCommand.progress(kind + ": "
                    + ours.summary(i -> asked.get(i).kind() == kind)
                    + "; processor " + costs.summary(i -> asked.get(i).kind() == kind)
                    + theirsOrNone(theirs, i -> asked.get(i).kind() == kind));
        }
        double sum = 0;
        for (long each : found) {
            sum += each;
        }
        rows.add(Measurement.of("documents found per search " + when, "", sum / asked.size()));
    }

    private static String theirsOrNone(Optional<Latencies> theirs, IntPredicate chosen) {
        return theirs.map(latencies -> "; OpenSearch " + latencies.summary(chosen))
                .orElse("");
    }

    private Latencies theirs(List<BenchQuery> warm, List<BenchQuery> asked, long[] found) throws IOException {
        OpenSearchPeer other = peer.get();
        for (BenchQuery query : warm) {
            other.search(query, COLLECTIONS);
        }
        int[] differing = new int[1];
        Latencies latencies = Latencies.of(asked.size(), i -> {
            if (other.search(asked.get(i), COLLECTIONS) != found[i]) {
                differing[0]++;
            }
        });
        // plural forms and the number of terms a prefix may stand for differ; much else must not
        BenchIndexCommand.progress(
                differing[0] + " of " + asked.size() + " searches found another number of documents");
        return latencies;
    }

    private List<BenchQuery> queries(SplittableRandom random, int count) {
        List<BenchQuery> queries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            queries.add(corpus.query(random, size.documents()));
        }
        return queries;
    }

    /** Going through a result: page by page, and from one document to the next with its hits, as the preview does. */
    private void nextDocuments() throws IOException {
        SearchRequest.Builder pages =
                SearchRequest.builder(Access.everything(), corpus.word(20)).size(1);
        SearchResponse[] page = {index.search(pages.build())};
        Latencies.of(STEPS, i -> {
                    if (page[0].nextCursor().isPresent()) {
                        page[0] = index.search(
                                pages.cursor(page[0].nextCursor().get()).build());
                    }
                })
                .into(rows, "next page by cursor", Optional.empty());
        SplittableRandom random = new SplittableRandom(size.seed() + 7);
        SearchRequest[] result = new SearchRequest[1];
        String[] at = new String[1];
        SearchClock clock = new SearchClock();
        double[] processor = new double[STEPS];
        Latencies steps = Latencies.of(STEPS, i -> {
            if (i % 20 == 0 || at[0] == null) {
                result[0] =
                        request(corpus.query(random, size.documents()).text()).build();
                SearchResponse first = index.search(result[0]);
                at[0] = first.hits().isEmpty() ? null : first.hits().getFirst().id();
                return;
            }
            long begun = clock.getAsLong();
            Neighbours beside = index.neighbours(result[0], at[0], i % 20);
            at[0] = beside.next().orElse(null);
            if (at[0] != null) {
                index.matches(result[0], at[0]);
            }
            processor[i] = (clock.getAsLong() - begun) / MILLION;
        });
        steps.into(rows, "next document with its hits", Optional.empty());
        new Latencies(processor).into(rows, "processor time of the next document with its hits", Optional.empty());
    }

    private void relabel() throws IOException {
        BenchIndexCommand.progress("relabelling");
        SplittableRandom random = new SplittableRandom(size.seed() + 5);
        long begin = System.nanoTime();
        for (int from = 0; from < size.documents(); from += RELABEL_BATCH) {
            List<Relabel> changes = new ArrayList<>(RELABEL_BATCH);
            for (int n = from; n < Math.min(size.documents(), from + RELABEL_BATCH); n++) {
                changes.add(
                        Relabel.prediction(SyntheticCorpus.id(n), "kind", SyntheticCorpus.prediction(random, "v2")));
            }
            index.relabel(changes);
        }
        index.refresh();
        index.commit(Map.of());
        double ours = (System.nanoTime() - begin) / NANOS;
        rows.add(Measurement.of("relabelling all " + size.documents(), "s", ours));
        int again = Math.min(size.documents(), RELABEL_SAMPLE);
        List<IndexedDocument> sample = corpus.documents(0, again);
        begin = System.nanoTime();
        index.put(sample);
        index.refresh();
        index.commit(Map.of());
        double whole = (System.nanoTime() - begin) / NANOS;
        rows.add(Measurement.of(
                "relabelling, against putting again", "documents/s", size.documents() / ours, again / whole));
        if (peer.isPresent()) {
            rows.add(Measurement.of(
                    "relabelling, against OpenSearch's partial updates",
                    "documents/s",
                    size.documents() / ours,
                    peer.get().relabel(sample)));
        }
        memory("relabelled");
    }

    private void underIngest() throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger put = new AtomicInteger();
        Thread ingest = new Thread(
                () -> {
                    int n = size.documents();
                    while (!stop.get()) {
                        try {
                            index.put(corpus.documents(n, n + INGEST_BATCH));
                        } catch (IOException e) {
                            BenchIndexCommand.progress("ingest stopped: " + e);
                            return;
                        }
                        n += INGEST_BATCH;
                        put.addAndGet(INGEST_BATCH);
                    }
                },
                "bench-ingest");
        // the peer is measured at rest only: two engines that ingest beside each other would measure the machine
        BenchScale alone = new BenchScale(index, size, corpus, Optional.empty(), rows);
        long begin = System.nanoTime();
        ingest.start();
        try {
            alone.searches("under ingest");
        } finally {
            stop.set(true);
            try {
                ingest.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        double seconds = (System.nanoTime() - begin) / NANOS;
        rows.add(Measurement.of("ingest meanwhile", "documents/s", put.get() / seconds));
    }
}
