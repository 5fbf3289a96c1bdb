package io.docket.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherLifetimeManager;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;

/**
 * One physical index of a tenant: a directory with its single writer, and the readers on it. A rebuild makes a new
 * generation beside the one that is searched. Safe for use by several threads.
 */
final class Generation implements Closeable {

    static final String SCHEMA_KEY = "docket.schema";
    static final String DICTIONARY_KEY = "docket.dictionary";
    private static final String CALLER_PREFIX = "caller.";
    private static final double SECONDS_A_PAGE_IS_KEPT = 300;
    private static final int STATES_KEPT = 16;

    private final String tenant;
    private final Directory directory;
    private final Analyzer analyzer;
    private final SnapshotDeletionPolicy commits;
    private final IndexWriter writer;
    private final ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    private final SearcherManager searchers;
    private final SearcherLifetimeManager lifetimes = new SearcherLifetimeManager();
    private final CountCache counts = new CountCache();
    private final SetDictionary dictionary;
    private final DocumentMapper mapper;
    private final Executor executor;
    private volatile Map<String, String> callerData;

    private Generation(
            String tenant,
            Directory directory,
            SearchNodeOptions options,
            Executor executor,
            Map<String, String> committed)
            throws IOException {
        this.tenant = tenant;
        this.directory = directory;
        this.executor = executor;
        this.analyzer = Analysis.index();
        this.callerData = callerPart(committed);
        this.dictionary = SetDictionary.decode(committed.getOrDefault(DICTIONARY_KEY, ""));
        this.mapper = new DocumentMapper(dictionary);
        this.commits = new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
        IndexWriterConfig config = new IndexWriterConfig(analyzer)
                .setRAMBufferSizeMB(options.writeBufferMegabytes())
                .setIndexDeletionPolicy(commits)
                .setMergeScheduler(merges);
        this.writer = new IndexWriter(directory, config);
        boolean opened = false;
        try {
            announceCommitData();
            if (committed.isEmpty()) {
                // an index exists from its first commit on, so that snapshot and check always have something to look at
                writer.commit();
            }
            this.searchers = new SearcherManager(writer, new SearcherFactory());
            opened = true;
        } finally {
            if (!opened) {
                rollbackQuietly(writer);
            }
        }
    }

    /** Opens the index in a directory, or makes it. */
    static Generation open(String tenant, Directory directory, SearchNodeOptions options, Executor executor)
            throws IOException {
        Map<String, String> committed = Map.of();
        if (DirectoryReader.indexExists(directory)) {
            committed = committedIn(directory);
            String schema = committed.getOrDefault(SCHEMA_KEY, "unknown");
            if (!schema.equals(Integer.toString(Schema.VERSION))) {
                throw new IndexOutdatedException(tenant, schema);
            }
        }
        return new Generation(tenant, directory, options, executor, committed);
    }

    private static Map<String, String> committedIn(Directory directory) throws IOException {
        List<IndexCommit> commits = DirectoryReader.listCommits(directory);
        return commits.getLast().getUserData();
    }

    private static Map<String, String> callerPart(Map<String, String> committed) {
        Map<String, String> part = new HashMap<>();
        committed.forEach((key, value) -> {
            if (key.startsWith(CALLER_PREFIX)) {
                part.put(key.substring(CALLER_PREFIX.length()), value);
            }
        });
        return Map.copyOf(part);
    }

    /**
     * Hands the writer what to store with a commit. Lucene reads it when all documents of the commit are written, so the
     * dictionary then holds every number they use.
     */
    private void announceCommitData() {
        writer.setLiveCommitData(() -> {
            Map<String, String> data = new HashMap<>();
            data.put(SCHEMA_KEY, Integer.toString(Schema.VERSION));
            data.put(DICTIONARY_KEY, dictionary.encode());
            callerData.forEach((key, value) -> data.put(CALLER_PREFIX + key, value));
            return data.entrySet().iterator();
        });
    }

    Analyzer analyzer() {
        return analyzer;
    }

    SetDictionary dictionary() {
        return dictionary;
    }

    Directory directory() {
        return directory;
    }

    SnapshotDeletionPolicy commits() {
        return commits;
    }

    Map<String, String> callerData() {
        return callerData;
    }

    /** Whether the writer stopped for good. */
    boolean lost() {
        return writer.getTragicException() != null || !writer.isOpen();
    }

    List<Rejection> put(Collection<IndexedDocument> documents) throws IOException {
        List<Rejection> rejections = new ArrayList<>();
        for (IndexedDocument source : documents) {
            try {
                List<Document> mapped = mapper.map(source);
                write(() -> writer.updateDocuments(new Term(Schema.ID, source.id()), mapped));
            } catch (IllegalArgumentException e) {
                rejections.add(new Rejection(source.id(), e.getMessage()));
            }
        }
        return rejections;
    }

    void delete(Collection<String> ids) throws IOException {
        Term[] terms = ids.stream().map(id -> new Term(Schema.ID, id)).toArray(Term[]::new);
        write(() -> writer.deleteDocuments(terms));
    }

    void deleteCollection(String collection) throws IOException {
        String value = DocumentMapper.cut(collection);
        write(() ->
                writer.deleteDocuments(new Term(Schema.COLLECTION, value), new Term(Schema.PASSAGE_COLLECTION, value)));
    }

    void relabel(Relabel relabel) throws IOException {
        Field[] fields = mapper.relabelling(relabel);
        write(() -> writer.updateDocValues(new Term(Schema.ID, relabel.documentId()), fields));
    }

    void commit(Map<String, String> data) throws IOException {
        callerData = Map.copyOf(data);
        write(() -> {
            announceCommitData();
            return writer.commit();
        });
    }

    void refresh() throws IOException {
        write(() -> {
            searchers.maybeRefreshBlocking();
            return 0;
        });
        forgetOldPages();
    }

    /** Waits until no merge is under way, those included that the merges make necessary; then the fewest segments are searched. */
    void settle() throws IOException {
        write(() -> {
            do {
                writer.maybeMerge();
                merges.sync();
            } while (writer.hasPendingMerges());
            return 0;
        });
        refresh();
    }

    private interface Write {
        long run() throws IOException;
    }

    private long write(Write write) throws IOException {
        if (lost()) {
            throw new IndexLostChangesException(tenant, writer.getTragicException());
        }
        try {
            return write.run();
        } catch (IOException | IllegalStateException e) {
            // Lucene reports a writer that stopped while a merge was being registered as an illegal state, and a closed
            // one
            // as its subclass
            if (lost()) {
                throw new IndexLostChangesException(tenant, e);
            }
            throw e;
        }
    }

    /** A state of the index held open for one request. */
    final class View implements Closeable {
        private final IndexSearcher held;
        private final boolean remembered;
        private final long token;

        private View(IndexSearcher held, boolean remembered, long token) {
            this.held = held;
            this.remembered = remembered;
            this.token = token;
        }

        /** A searcher of this request alone, so that its time limit is its own. */
        IndexSearcher searcher() {
            return new IndexSearcher(held.getIndexReader(), executor);
        }

        /** What finds this state again. */
        long token() {
            return token;
        }

        @Override
        public void close() throws IOException {
            if (remembered) {
                lifetimes.release(held);
            } else {
                searchers.release(held);
            }
        }
    }

    /** The newest state, or the one a page was made on while that is kept. */
    View view(OptionalLong token) throws IOException {
        if (token.isPresent()) {
            IndexSearcher kept = lifetimes.acquire(token.getAsLong());
            if (kept != null) {
                return new View(kept, true, token.getAsLong());
            }
        }
        IndexSearcher newest = searchers.acquire();
        return new View(newest, false, lifetimes.record(newest));
    }

    /** Lets go of states whose pages are too old, and of all but the newest few: each holds files that could be deleted. */
    void forgetOldPages() throws IOException {
        AtomicInteger kept = new AtomicInteger();
        lifetimes.prune((age, searcher) -> age > SECONDS_A_PAGE_IS_KEPT || kept.incrementAndGet() > STATES_KEPT);
    }

    /** Counts made before on the same state of the index, for following pages and repeated searches. */
    CountCache counts() {
        return counts;
    }

    /** Closes; what is not committed is committed with the caller's last data, so that a replay from there repeats, never skips. */
    @Override
    public void close() throws IOException {
        try {
            lifetimes.close();
            searchers.close();
        } finally {
            try {
                if (lost()) {
                    rollbackQuietly(writer);
                } else {
                    announceCommitData();
                    writer.close();
                }
            } finally {
                directory.close();
            }
        }
    }

    /** Closes and forgets what is not committed. */
    void abandon() throws IOException {
        lifetimes.close();
        searchers.close();
        rollbackQuietly(writer);
        directory.close();
    }

    private static void rollbackQuietly(IndexWriter writer) {
        try {
            writer.rollback();
        } catch (IOException | RuntimeException e) {
            // the writer is being given up because of an earlier failure, which is the one to report
            java.lang.System.getLogger(Generation.class.getName())
                    .log(System.Logger.Level.DEBUG, "rollback of a failed index writer failed as well", e);
        }
    }
}
