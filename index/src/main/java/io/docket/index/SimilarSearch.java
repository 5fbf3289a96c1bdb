package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;

/**
 * Finds documents like another: its characteristic words propose, and where there is an encoder likeness of meaning decides
 * with them. For one request.
 */
final class SimilarSearch {

    private static final int CANDIDATES = 50;
    private static final int WORDS = 25;

    private final IndexSearcher searcher;
    private final SearchContext context;
    private final HitReader reader;
    private final Access access;

    SimilarSearch(IndexSearcher searcher, SearchContext context, Access access) {
        this.searcher = searcher;
        this.context = context;
        this.reader = new HitReader(searcher, context.dictionary());
        this.access = access;
    }

    /** Documents like the one named, which is left out; none when it may not be seen. */
    List<SearchHit> like(String documentId, int limit) throws IOException {
        Query one = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Schema.ID, documentId)), Occur.FILTER)
                .add(Filters.documents(access), Occur.FILTER)
                .build();
        ScoreDoc[] found = searcher.search(one, 1).scoreDocs;
        if (found.length == 0) {
            return List.of();
        }
        HitReader.Stored stored = reader.stored(found[0].doc, true);
        String text = stored.text(Schema.TEXT);
        Query others = new BooleanQuery.Builder()
                .add(Filters.documents(access), Occur.FILTER)
                .add(new TermQuery(new Term(Schema.ID, documentId)), Occur.MUST_NOT)
                .build();
        Optional<Query> byWords = byWords(text, stored.text(Schema.LANGUAGE), others);
        if (byWords.isEmpty()) {
            return List.of();
        }
        TopFieldDocs proposed = searcher.search(
                byWords.get(), new TopFieldCollectorManager(Sorts.of(SortOrder.RELEVANCE), CANDIDATES, null, 1));
        Optional<Meaning> meaning = context.encoder().map(encoder -> new Meaning(encoder, text));
        List<Scored> ranked = new ArrayList<>();
        for (ScoreDoc each : proposed.scoreDocs) {
            double score = scoreOf(each) / scoreOf(proposed.scoreDocs[0]);
            if (meaning.isPresent()) {
                String other = reader.stored(each.doc, true).takeText();
                score += Meaning.WEIGHT * meaning.get().likeness(other);
            }
            ranked.add(new Scored(each.doc, score));
        }
        // stable: equals stay in the order of the proposals, which no merge of the index changes
        ranked.sort(Comparator.comparingDouble(Scored::score).reversed());
        List<SearchHit> hits = new ArrayList<>();
        for (Scored each : ranked.subList(0, Math.min(limit, ranked.size()))) {
            hits.add(reader.hit(
                    each.doc(), reader.stored(each.doc(), false), OptionalDouble.of(each.score()), List.of()));
        }
        return hits;
    }

    private record Scored(int doc, double score) {}

    private static float scoreOf(ScoreDoc sorted) {
        return (Float) ((FieldDoc) sorted).fields[0];
    }

    private Optional<Query> byWords(String text, String language, Query others) throws IOException {
        List<TermWeights.Weighted> words =
                new TermWeights(searcher.getIndexReader(), context.analyzer()).strongest(text, language, WORDS);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (TermWeights.Weighted word : words) {
            Query term = new TermQuery(new Term(Schema.TEXT, word.term()));
            any.add(
                    new BoostQuery(
                            term, (float) (word.weight() / words.getFirst().weight())),
                    Occur.SHOULD);
        }
        return Optional.of(new BooleanQuery.Builder()
                .add(any.build(), Occur.MUST)
                .add(others, Occur.FILTER)
                .build());
    }
}
