package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/**
 * Finds documents like another: by its characteristic words and, where it has vectors, by the nearest of each encoder,
 * fused by reciprocal rank. For one request.
 */
final class SimilarSearch {

    private static final int CANDIDATES = 50;
    private static final int WORDS = 25;
    private static final double RANK_CONSTANT = 60;

    private final IndexSearcher searcher;
    private final SetDictionary dictionary;
    private final Analyzer analyzer;
    private final Access access;

    SimilarSearch(IndexSearcher searcher, SetDictionary dictionary, Analyzer analyzer, Access access) {
        this.searcher = searcher;
        this.dictionary = dictionary;
        this.analyzer = analyzer;
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
        int doc = found[0].doc;
        HitReader reader = new HitReader(searcher, dictionary);
        Query others = new BooleanQuery.Builder()
                .add(Filters.documents(access), Occur.FILTER)
                .add(new TermQuery(new Term(Schema.ID, documentId)), Occur.MUST_NOT)
                .build();
        Map<Integer, Double> scores = new HashMap<>();
        Optional<Query> byWords = byWords(reader.stored(doc, true).text(Schema.TEXT), others);
        if (byWords.isPresent()) {
            fuse(searcher.search(byWords.get(), CANDIDATES).scoreDocs, scores);
        }
        LeafReaderContext leaf = reader.leaf(doc);
        for (FieldInfo field : leaf.reader().getFieldInfos()) {
            if (field.name.startsWith("vector.")) {
                Optional<float[]> vector = vector(leaf, field.name, doc - leaf.docBase);
                if (vector.isPresent()) {
                    Query nearest = new KnnFloatVectorQuery(field.name, vector.get(), CANDIDATES, others);
                    fuse(searcher.search(nearest, CANDIDATES).scoreDocs, scores);
                }
            }
        }
        return show(scores, limit, reader);
    }

    /** Documents whose vectors are nearest to one. */
    List<SearchHit> nearest(DocumentVector vector, int limit) throws IOException {
        Query nearest = new KnnFloatVectorQuery(
                Schema.vector(vector.encoder()), vector.values(), limit, Filters.documents(access));
        Map<Integer, Double> scores = new HashMap<>();
        for (ScoreDoc found : searcher.search(nearest, limit).scoreDocs) {
            scores.put(found.doc, (double) found.score);
        }
        return show(scores, limit, new HitReader(searcher, dictionary));
    }

    static Optional<float[]> vector(LeafReaderContext leaf, String field, int docInLeaf) throws IOException {
        FloatVectorValues values = leaf.reader().getFloatVectorValues(field);
        if (values == null) {
            return Optional.empty();
        }
        KnnVectorValues.DocIndexIterator at = values.iterator();
        return at.advance(docInLeaf) == docInLeaf
                ? Optional.of(values.vectorValue(at.index()).clone())
                : Optional.empty();
    }

    private Optional<Query> byWords(String text, Query others) throws IOException {
        List<TermWeights.Weighted> words = new TermWeights(searcher.getIndexReader(), analyzer).strongest(text, WORDS);
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

    private static void fuse(ScoreDoc[] ranking, Map<Integer, Double> scores) {
        for (int rank = 0; rank < ranking.length; rank++) {
            scores.merge(ranking[rank].doc, 1 / (RANK_CONSTANT + rank + 1), Double::sum);
        }
    }

    private static List<SearchHit> show(Map<Integer, Double> scores, int limit, HitReader reader) throws IOException {
        List<Map.Entry<Integer, Double>> ranked = new ArrayList<>(scores.entrySet());
        ranked.sort(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        List<SearchHit> hits = new ArrayList<>();
        for (Map.Entry<Integer, Double> entry : ranked.subList(0, Math.min(limit, ranked.size()))) {
            hits.add(reader.hit(
                    entry.getKey(),
                    reader.stored(entry.getKey(), false),
                    OptionalDouble.of(entry.getValue()),
                    List.of()));
        }
        return hits;
    }
}
