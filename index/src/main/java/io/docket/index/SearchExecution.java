package io.docket.index;

import io.docket.index.query.Interpretation;
import io.docket.index.query.ParsedQuery;
import io.docket.index.query.QueryParser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.Weight;

/** One search on one state of the index: matching, counting, ordering, showing. For one thread. */
final class SearchExecution {
    /** So far down a result the top is read anew for the neighbours of a document; farther down, more is skipped by place. */
    private static final int MOST_RANKED = 1_000;

    private final SearchRequest request;
    private final IndexSearcher searcher;
    private final long searcherToken;
    private final SetDictionary dictionary;
    private final CountCache cache;
    private final CostBudget budget;
    private final long started = System.nanoTime();
    private final LabelQueries labels;
    private final QueryCompiler compiler;
    private final Interpretation interpretation;
    private final Query userQuery;

    SearchExecution(
            SearchRequest request, IndexSearcher searcher, long searcherToken, SearchContext context, CostBudget budget)
            throws IOException {
        this.request = request;
        this.searcher = searcher;
        this.searcherToken = searcherToken;
        this.dictionary = context.dictionary();
        this.cache = context.counts();
        this.budget = budget;
        this.labels = new LabelQueries(dictionary);
        searcher.setTimeout(budget);
        ParsedQuery parsed = new QueryParser(request.clock()).parse(request.query());
        this.compiler = new QueryCompiler(
                searcher.getIndexReader(),
                context.analyzer(),
                labels,
                context.synonyms(),
                request.collectionNames(),
                budget,
                request.query());
        Interpretation reading = parsed.interpretation();
        Query compiled;
        try {
            compiled = searcher.rewrite(compiler.compile(parsed.root()));
        } catch (IndexSearcher.TooManyClauses e) {
            compiled = new MatchNoDocsQuery("too many conditions");
            reading = reading.with(new Interpretation.Ignored(
                    0, request.query().length(), request.query(), "it holds too many conditions: shorten it"));
            budget.exceed();
        }
        for (Interpretation.Ignored remark : compiler.remarks()) {
            reading = reading.with(remark);
        }
        this.interpretation = reading;
        this.userQuery = compiled;
    }

    /** What the person may see of what the query matches, with all filters but those of one dimension. */
    private Query restricted(Optional<Dimension> without) {
        BooleanQuery.Builder all = new BooleanQuery.Builder()
                .add(userQuery, Occur.MUST)
                .add(Filters.documents(request.access()), Occur.FILTER);
        Filters filters = new Filters(labels);
        for (FacetFilter filter : request.filters()) {
            boolean skipped = without.filter(filter.dimension()::equals).isPresent();
            if (skipped && !filter.exclude().isEmpty()) {
                all.add(filters.filter(new FacetFilter(filter.dimension(), Set.of(), filter.exclude())), Occur.FILTER);
            } else if (!skipped) {
                all.add(filters.filter(filter), Occur.FILTER);
            }
        }
        return all.build();
    }

    SearchResponse run(FacetCounter counter, SpellingHelp spelling) throws IOException {
        Query query = restricted(Optional.empty());
        List<FacetResult> facets = List.of();
        long total;
        if (request.facets().isEmpty()) {
            total = counted(query);
        } else {
            Map<Dimension, Set<String>> selected = selected();
            Set<Dimension> plain = new LinkedHashSet<>();
            request.facets().forEach(facet -> plain.add(facet.dimension()));
            plain.removeAll(selected.keySet());
            CountCache.Counted counted = counted(query, plain, counter);
            total = counted.total();
            facets = facets(counter, counted.counts(), selected);
        }
        List<SearchHit> hits = new ArrayList<>();
        Optional<String> next = Optional.empty();
        if (request.size() > 0 && total > 0) {
            TopFieldDocs top = top(query);
            int shown = Math.min(request.size(), top.scoreDocs.length);
            hits = hits(Arrays.copyOf(top.scoreDocs, shown));
            if (top.scoreDocs.length > shown) {
                FieldDoc last = (FieldDoc) top.scoreDocs[shown - 1];
                next = Optional.of(new Cursor(searcherToken, last).encode(request.sort()));
            }
        }
        Optional<String> suggestion =
                total == 0 && request.cursor().isEmpty() ? spelling.suggest(request, interpretation) : Optional.empty();
        boolean partial = budget.exceeded() || searcher.timedOut();
        return new SearchResponse(
                total,
                partial,
                hits,
                next,
                facets,
                interpretation,
                suggestion,
                Duration.ofNanos(System.nanoTime() - started));
    }

    /** What was understood of the query. */
    Interpretation interpretation() {
        return interpretation;
    }

    /** Whether time or another limit ran out, so that something may be missing. */
    boolean partial() {
        return budget.exceeded() || searcher.timedOut();
    }

    /** How many documents match. */
    long count() throws IOException {
        return counted(restricted(Optional.empty()));
    }

    /** Where the query matches in the text of one document; nothing when it may not be seen or does not match. */
    List<TextRange> matchesIn(String documentId) throws IOException {
        Query one = new BooleanQuery.Builder()
                .add(restricted(Optional.empty()), Occur.FILTER)
                .add(new TermQuery(new Term(Schema.ID, documentId)), Occur.FILTER)
                .build();
        ScoreDoc[] found = searcher.search(one, 1).scoreDocs;
        if (found.length == 0) {
            return List.of();
        }
        LeafReaderContext leaf = new HitReader(searcher, dictionary).leaf(found[0].doc);
        return PassageHighlighter.matches(highlighting(), leaf, found[0].doc - leaf.docBase, Schema.TEXT);
    }

    /**
     * The documents before and behind one in the result's order.
     *
     * @param place where it was seen last, from 1; 0 when unknown
     */
    Neighbours neighbours(String documentId, long place) throws IOException {
        Query query = restricted(Optional.empty());
        Optional<Neighbours> near = place < 1 || place >= MOST_RANKED
                ? Optional.empty()
                : around(query, documentId, Math.toIntExact(place));
        return near.isPresent() ? near.get() : anywhere(query, documentId);
    }

    /** By the top of the result down to the place: documents that cannot get there are skipped. Empty if it stands elsewhere by now. */
    private Optional<Neighbours> around(Query query, String documentId, int place) throws IOException {
        Sort forward = Sorts.of(request.sort());
        ScoreDoc[] top = searcher.search(query, new TopFieldCollectorManager(forward, place + 1, null, 1)).scoreDocs;
        HitReader reader = new HitReader(searcher, dictionary);
        if (top.length < place || !idOf(reader, top[place - 1]).equals(documentId)) {
            return Optional.empty();
        }
        return Optional.of(new Neighbours(
                place > 1 ? Optional.of(idOf(reader, top[place - 2])) : Optional.empty(),
                top.length > place ? Optional.of(idOf(reader, top[place])) : Optional.empty()));
    }

    private static String idOf(HitReader reader, ScoreDoc hit) throws IOException {
        return reader.stored(hit.doc, false).text(Schema.ID);
    }

    /** By two searches over the whole result, from the document on and back. */
    private Neighbours anywhere(Query query, String documentId) throws IOException {
        Query one = new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(new TermQuery(new Term(Schema.ID, documentId)), Occur.FILTER)
                .build();
        Sort forward = Sorts.of(request.sort());
        ScoreDoc[] here = searcher.search(one, new TopFieldCollectorManager(forward, 1, null, 1)).scoreDocs;
        if (here.length == 0) {
            return Neighbours.NONE;
        }
        FieldDoc place = new FieldDoc(Integer.MAX_VALUE, Float.NaN, ((FieldDoc) here[0]).fields);
        return new Neighbours(
                beside(query, Sorts.reversed(request.sort()), place, documentId),
                beside(query, forward, place, documentId));
    }

    private Optional<String> beside(Query query, Sort sort, FieldDoc place, String documentId) throws IOException {
        // two, because a score computed once more may differ in its last bit and bring the document itself again
        TopFieldDocs found = searcher.search(query, new TopFieldCollectorManager(sort, 2, place, 1));
        HitReader reader = new HitReader(searcher, dictionary);
        for (ScoreDoc each : found.scoreDocs) {
            String id = idOf(reader, each);
            if (!id.equals(documentId)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    /** Every matching document, in the order of the index. */
    List<MatchBits.Leaf> bits() throws IOException {
        return searcher.search(restricted(Optional.empty()), new MatchBits());
    }

    private Weight highlighting() throws IOException {
        return searcher.createWeight(searcher.rewrite(userQuery), ScoreMode.COMPLETE_NO_SCORES, 1);
    }

    private TopFieldDocs top(Query query) throws IOException {
        FieldDoc after = request.cursor()
                .map(text -> Cursor.decode(text, request.sort()).last())
                .orElse(null);
        // one more than shown tells whether there is a next page
        int limit = Math.min(
                request.size() + 1, Math.max(1, searcher.getIndexReader().maxDoc()));
        // the total is known already, so the collector may skip what cannot be among the best
        return searcher.search(query, new TopFieldCollectorManager(Sorts.of(request.sort()), limit, after, 1));
    }

    private List<SearchHit> hits(ScoreDoc[] top) throws IOException {
        HitReader reader = new HitReader(searcher, dictionary);
        boolean withText = request.highlight().passages() > 0;
        Weight highlighting = withText ? highlighting() : null;
        List<SearchHit> hits = new ArrayList<>(top.length);
        for (ScoreDoc found : top) {
            HitReader.Stored stored = reader.stored(found.doc, withText);
            List<HighlightedPassage> passages = List.of();
            if (withText) {
                LeafReaderContext leaf = reader.leaf(found.doc);
                List<TextRange> matches =
                        PassageHighlighter.matches(highlighting, leaf, found.doc - leaf.docBase, Schema.TEXT);
                passages = PassageHighlighter.passages(stored.text(Schema.TEXT), matches, request.highlight());
            }
            OptionalDouble score = request.sort().key() == SortOrder.Key.RELEVANCE
                    ? OptionalDouble.of((Float) ((FieldDoc) found).fields[0])
                    : OptionalDouble.empty();
            hits.add(reader.hit(found.doc, stored, score, passages));
        }
        return hits;
    }

    /** The values that filters include, by dimension. */
    private Map<Dimension, Set<String>> selected() {
        Map<Dimension, Set<String>> selected = new HashMap<>();
        for (FacetFilter filter : request.filters()) {
            if (!filter.include().isEmpty()) {
                selected.computeIfAbsent(filter.dimension(), unused -> new HashSet<>())
                        .addAll(filter.include());
            }
        }
        return selected;
    }

    private long counted(Query query) throws IOException {
        Optional<CountCache.Counted> known = cache.get(searcher.getIndexReader(), query, Set.of());
        if (known.isPresent()) {
            return known.get().total();
        }
        long total = searcher.count(query);
        if (!budget.exceeded() && !searcher.timedOut()) {
            cache.put(searcher.getIndexReader(), query, Set.of(), new CountCache.Counted(total, Map.of()));
        }
        return total;
    }

    private CountCache.Counted counted(Query query, Set<Dimension> dimensions, FacetCounter counter)
            throws IOException {
        Optional<CountCache.Counted> known = cache.get(searcher.getIndexReader(), query, dimensions);
        if (known.isPresent()) {
            return known.get();
        }
        List<MatchBits.Leaf> bits = searcher.search(query, new MatchBits());
        CountCache.Counted counted = new CountCache.Counted(MatchBits.total(bits), counter.count(bits, dimensions));
        if (!budget.exceeded() && !searcher.timedOut()) {
            cache.put(searcher.getIndexReader(), query, dimensions, counted);
        }
        return counted;
    }

    private List<FacetResult> facets(
            FacetCounter counter, Map<Dimension, Map<String, Long>> plain, Map<Dimension, Set<String>> selected)
            throws IOException {
        Map<Dimension, Map<String, Long>> counts = new HashMap<>(plain);
        for (FacetRequest facet : request.facets()) {
            Dimension dimension = facet.dimension();
            if (selected.containsKey(dimension) && !counts.containsKey(dimension)) {
                // what choosing another value of the same dimension would give
                Query beside = restricted(Optional.of(dimension));
                counts.putAll(counted(beside, Set.of(dimension), counter).counts());
            }
        }
        return request.facets().stream()
                .map(facet -> FacetCounter.result(
                        facet, counts.get(facet.dimension()), selected.getOrDefault(facet.dimension(), Set.of())))
                .toList();
    }
}
