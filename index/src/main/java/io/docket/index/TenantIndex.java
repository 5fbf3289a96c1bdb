package io.docket.index;

import io.docket.index.query.Interpretation;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.FixedBitSet;

/**
 * A tenant's index: a light handle from {@link SearchNode#tenant}. Safe for use by several threads.
 *
 * <p>Changes are seen by searches after {@link #refresh} (or by themselves within the node's refresh interval) and survive
 * a crash after {@link #commit}. What was changed after the last commit must be replayable by the caller from its own
 * records: {@link #committedData()} says where to begin. All changes are idempotent, so replaying too much does no harm.
 *
 * <p>After an I/O error the writer may have to stop; changes then fail with {@link IndexLostChangesException} until
 * {@link #recover} is called, so that a loss cannot go unnoticed. Searches go on.
 */
public final class TenantIndex {

    private static final Duration COMPLETION_TIMEOUT = Duration.ofMillis(300);

    private final SearchNode node;
    private final String tenantId;

    TenantIndex(SearchNode node, String tenantId) {
        this.node = node;
        this.tenantId = tenantId;
    }

    /** The tenant. */
    public String tenantId() {
        return tenantId;
    }

    // changes

    /**
     * Adds documents, replacing those with the same id.
     *
     * @return documents that cannot be indexed, with the reason; the others are
     */
    public List<Rejection> put(Collection<IndexedDocument> documents) throws IOException {
        return using(open -> {
            List<Rejection> rejections = node.generation(open).put(documents);
            var rebuild = node.rebuildOf(open);
            if (rebuild.isPresent()) {
                rebuild.get().alsoPut(documents);
            }
            return rejections;
        });
    }

    /** Changes labels without reading or writing anything else. */
    public void relabel(Collection<Relabel> changes) throws IOException {
        using(open -> {
            Generation generation = node.generation(open);
            for (Relabel change : changes) {
                generation.relabel(change);
            }
            var rebuild = node.rebuildOf(open);
            if (rebuild.isPresent()) {
                rebuild.get().alsoRelabel(changes);
            }
            return null;
        });
    }

    /** Removes documents; ids that are not there are passed over. */
    public void delete(Collection<String> documentIds) throws IOException {
        using(open -> {
            node.generation(open).delete(documentIds);
            var rebuild = node.rebuildOf(open);
            if (rebuild.isPresent()) {
                rebuild.get().alsoDelete(documentIds);
            }
            return null;
        });
    }

    /** Removes all documents of a collection. */
    public void deleteCollection(String collection) throws IOException {
        using(open -> {
            node.generation(open).deleteCollection(collection);
            var rebuild = node.rebuildOf(open);
            if (rebuild.isPresent()) {
                rebuild.get().alsoDeleteCollection(collection);
            }
            return null;
        });
    }

    /** Makes all changes so far visible to searches. */
    public void refresh() throws IOException {
        using(open -> {
            node.generation(open).refresh();
            return null;
        });
    }

    /**
     * Makes all changes so far durable.
     *
     * @param callerData stored with the commit, to say up to where the caller's records are in the index; come back from
     *     {@link #committedData()}
     */
    public void commit(Map<String, String> callerData) throws IOException {
        using(open -> {
            node.generation(open).commit(callerData);
            return null;
        });
    }

    /**
     * Waits until the segments that were put are merged as far as they will be, and shows the result to searches. For
     * measurements: searches are right, and changes welcome, at any time.
     */
    public void settle() throws IOException {
        using(open -> {
            node.generation(open).settle();
            return null;
        });
    }

    /** What the caller stored with the last commit; empty for a new index: everything must be put. */
    public Map<String, String> committedData() throws IOException {
        return using(open -> node.generation(open).callerData());
    }

    /**
     * Goes back to the last commit after {@link IndexLostChangesException} and accepts changes again.
     *
     * @return what the caller stored with that commit: replay from there
     */
    public Map<String, String> recover() throws IOException {
        return node.reopen(tenantId);
    }

    // searches

    /**
     * Searches. Never fails because of what a person typed.
     *
     * @throws InvalidCursorException when the cursor is not one of this index and order
     */
    public SearchResponse search(SearchRequest request) throws IOException {
        return using(open -> {
            OptionalLong token = request.cursor()
                    .map(text ->
                            OptionalLong.of(Cursor.decode(text, request.sort()).searcher()))
                    .orElse(OptionalLong.empty());
            try (Generation.View view = node.generation(open).view(token)) {
                SearchContext context = node.context(open);
                CostBudget budget = new CostBudget(request.timeout());
                SearchExecution execution =
                        new SearchExecution(request, view.searcher(), view.token(), context, budget);
                FacetCounter counter = new FacetCounter(context.dictionary(), node.tasks());
                return execution.run(counter, (asked, reading) -> corrected(asked, reading, view, context));
            }
        });
    }

    private static Optional<String> corrected(
            SearchRequest asked, Interpretation reading, Generation.View view, SearchContext context)
            throws IOException {
        Optional<String> proposal = new Speller(view.searcher(), context.analyzer(), asked.access()).corrected(reading);
        if (proposal.isEmpty()) {
            return proposal;
        }
        SearchRequest again = asked.withQuery(proposal.get());
        CostBudget budget = new CostBudget(asked.timeout());
        boolean finds = new SearchExecution(again, view.searcher(), view.token(), context, budget).count() > 0;
        return finds ? proposal : Optional.empty();
    }

    /** Proposals while typing, made only of what the person may see. */
    public List<Completion> complete(CompletionRequest request) throws IOException {
        return using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                SearchContext context = node.context(open);
                FacetCounter counter = new FacetCounter(context.dictionary(), node.tasks());
                CostBudget budget = new CostBudget(COMPLETION_TIMEOUT);
                return new Completer(view.searcher(), context.analyzer(), counter, request, budget).complete();
            }
        });
    }

    /** Answers a question with the passages given at indexing ({@link IndexedDocument#passages()}). */
    public AskResponse ask(AskRequest request) throws IOException {
        return using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                CostBudget budget = new CostBudget(request.timeout());
                return new SupportSearch(view.searcher(), node.context(open), request, budget).run();
            }
        });
    }

    /** Documents like one, which must itself be visible; best first, by words and, where the node has an encoder, by meaning. */
    public List<SearchHit> similar(String documentId, Access access, int limit) throws IOException {
        return using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                return new SimilarSearch(view.searcher(), node.context(open), access).like(documentId, limit);
            }
        });
    }

    /** Groups a result and names the groups; seconds for {@value ClusterRequest#MOST_DOCUMENTS} documents. */
    public Clustering clusters(ClusterRequest request) throws IOException {
        return using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                List<MatchBits.Leaf> bits =
                        execution(open, view, request.documents()).bits();
                return new Clusterer(view.searcher(), node.context(open), request).run(bits);
            }
        });
    }

    /** How many documents match; the request's paging, facets and highlights do not matter. */
    public long count(SearchRequest request) throws IOException {
        return using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                return execution(open, view, request).count();
            }
        });
    }

    /**
     * Ids of all documents that match, for actions on a whole result; as the index was when the call began, in no
     * particular order, without a ceiling.
     */
    public void forEachId(SearchRequest request, Consumer<String> action) throws IOException {
        using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                for (MatchBits.Leaf leaf : execution(open, view, request).bits()) {
                    StoredFields fields = leaf.context().reader().storedFields();
                    FixedBitSet bits = leaf.bits();
                    for (int doc = 0; doc < bits.length(); doc++) {
                        doc = bits.nextSetBit(doc);
                        if (doc == DocIdSetIterator.NO_MORE_DOCS) {
                            break;
                        }
                        action.accept(fields.document(doc, Set.of(Schema.ID)).get(Schema.ID));
                    }
                }
            }
            return null;
        });
    }

    /**
     * Where the request's query matches in one document's text, for stepping from hit to hit; nothing when the document
     * does not match or may not be seen.
     */
    public List<TextRange> matches(SearchRequest request, String documentId) throws IOException {
        return using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                return execution(open, view, request).matchesIn(documentId);
            }
        });
    }

    /**
     * The documents before and behind one in the order of a result, for going through it one by one; paging, facets and
     * highlights of the request do not matter.
     *
     * @param place where the document was seen last, counted from 1, which saves time when it still stands there; 0 when unknown
     */
    public Neighbours neighbours(SearchRequest request, String documentId, long place) throws IOException {
        return using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                return execution(open, view, request).neighbours(documentId, place);
            }
        });
    }

    /** Says of each of a list of queries what it finds, alone and with the others; seconds for a million documents. */
    public TermsReport termsReport(TermsReportRequest request) throws IOException {
        return using(open -> {
            try (Generation.View view = node.generation(open).view(OptionalLong.empty())) {
                return new TermsReporter(
                                request,
                                view.searcher(),
                                new FacetCounter(node.context(open).dictionary(), node.tasks()),
                                node.context(open).dictionary(),
                                each -> execution(open, view, each))
                        .report();
            }
        });
    }

    private SearchExecution execution(SearchNode.OpenTenant open, Generation.View view, SearchRequest request)
            throws IOException {
        return new SearchExecution(
                request, view.searcher(), view.token(), node.context(open), new CostBudget(request.timeout()));
    }

    // care

    /** Size of what is searched now. */
    public IndexCounts counts() throws IOException {
        return using(open -> {
            Generation generation = node.generation(open);
            try (Generation.View view = generation.view(OptionalLong.empty())) {
                IndexSearcher searcher = view.searcher();
                long bytes = 0;
                Directory directory = generation.directory();
                for (String file : directory.listAll()) {
                    try {
                        bytes += directory.fileLength(file);
                    } catch (FileNotFoundException | NoSuchFileException e) {
                        // merged away since the list was made
                    }
                }
                return new IndexCounts(
                        searcher.count(Filters.documents(Access.everything())),
                        searcher.count(Filters.passages(Access.everything())),
                        searcher.getIndexReader().numDeletedDocs(),
                        searcher.getIndexReader().leaves().size(),
                        bytes);
            }
        });
    }

    /** Reads and checks everything of the last commit (checksums, structure). Takes as long as reading the index. */
    public IndexHealth check() throws IOException {
        try {
            return checkOpen();
        } catch (CorruptIndexException e) {
            // too damaged even to be opened
            return new IndexHealth(false, 0, 0, List.of(String.valueOf(e.getMessage())));
        }
    }

    private IndexHealth checkOpen() throws IOException {
        return using(open -> {
            Generation generation = node.generation(open);
            IndexCommit held = generation.commits().snapshot();
            try (CheckIndex check = new CheckIndex(
                    generation.directory(), NoLockFactory.INSTANCE.obtainLock(generation.directory(), "check.lock"))) {
                check.setThreadCount(1);
                return health(check.checkIndex());
            } finally {
                generation.commits().release(held);
            }
        });
    }

    private static IndexHealth health(CheckIndex.Status status) {
        List<String> problems = new ArrayList<>();
        if (status.missingSegments) {
            problems.add("the list of segments cannot be read");
        }
        long documents = 0;
        for (CheckIndex.Status.SegmentInfoStatus segment : status.segmentInfos) {
            documents += segment.maxDoc;
            if (segment.error != null) {
                problems.add("segment " + segment.name + ": " + segment.error.getMessage());
            }
        }
        if (!status.clean && problems.isEmpty()) {
            problems.add("the index is damaged; rebuild it with ./docket reindex");
        }
        return new IndexHealth(status.clean, status.numSegments, documents, problems);
    }

    /**
     * Copies the last commit into an empty or new folder, for backup; the copy is an index of its own. Indexing and
     * searching go on.
     */
    public void snapshot(Path target) throws IOException {
        using(open -> {
            Generation generation = node.generation(open);
            IndexCommit held = generation.commits().snapshot();
            Files.createDirectories(target);
            try (Directory copy = FSDirectory.open(target)) {
                Set<String> names = new HashSet<>(held.getFileNames());
                for (String name : names) {
                    copy.copyFrom(generation.directory(), name, name, IOContext.READONCE);
                }
                copy.sync(names);
                copy.syncMetaData();
            } finally {
                generation.commits().release(held);
            }
            return null;
        });
    }

    private interface Use<T> {
        T run(SearchNode.OpenTenant open) throws IOException;
    }

    private <T> T using(Use<T> use) throws IOException {
        SearchNode.OpenTenant open = node.acquire(tenantId);
        try {
            return use.run(open);
        } finally {
            node.release(open);
        }
    }
}
