package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/**
 * Answers questions with passages: BM25 over stemmed words and nearest vectors, fused by reciprocal rank (Cormack, Clarke
 * and Büttcher 2009: 1 / (60 + rank)), raised by how probable the document's label is for the question. For one request.
 */
final class SupportSearch {

    private static final int CANDIDATES = 100;
    private static final double RANK_CONSTANT = 60;
    private static final double PRIOR_WEIGHT = 0.5;
    private static final int MOST_WORDS = 64;

    /** A passage must cover this much of the question, by rarity of its words, to be shown as the answer. */
    private static final double ANSWER_COVERAGE = 0.5;

    /** Words that ask but say nothing about what is asked for. */
    private static final Set<String> QUESTION_WORDS = Set.of(
            "how", "what", "which", "who", "whom", "whose", "why", "when", "where", "do", "does", "did", "can", "could",
            "should", "would", "i", "my", "me", "we", "our", "you", "your", "please", "has", "have", "had", "am",
            "been", "from", "its");

    private final IndexSearcher searcher;
    private final SetDictionary dictionary;
    private final AskRequest request;
    private final CostBudget budget;
    private final Map<String, Double> weights = new HashMap<>();

    SupportSearch(IndexSearcher searcher, SetDictionary dictionary, AskRequest request, CostBudget budget) {
        this.searcher = searcher;
        this.dictionary = dictionary;
        this.request = request;
        this.budget = budget;
        searcher.setTimeout(budget);
    }

    /** A passage under consideration. */
    private static final class Candidate {
        private final int doc;
        private double score;

        private Candidate(int doc) {
            this.doc = doc;
        }
    }

    AskResponse run() throws IOException {
        List<String> words = words(request.question());
        Map<Integer, Candidate> candidates = new HashMap<>();
        if (!words.isEmpty()) {
            fuse(searcher.search(lexical(words), CANDIDATES).scoreDocs, candidates);
        }
        if (request.vector().isPresent()) {
            DocumentVector vector = request.vector().get();
            Query nearest = new KnnFloatVectorQuery(
                    Schema.passageVector(vector.encoder()),
                    vector.values(),
                    CANDIDATES,
                    Filters.passages(request.access()));
            fuse(searcher.search(nearest, CANDIDATES).scoreDocs, candidates);
        }
        List<Candidate> ranked = new ArrayList<>(candidates.values());
        for (Candidate candidate : ranked) {
            candidate.score *= 1 + PRIOR_WEIGHT * prior(candidate.doc);
        }
        ranked.sort(Comparator.<Candidate>comparingDouble(candidate -> -candidate.score)
                .thenComparingInt(candidate -> candidate.doc));
        List<AnswerPassage> passages = show(ranked);
        Optional<AnswerPassage> answer =
                passages.stream().findFirst().filter(first -> first.coverage() >= ANSWER_COVERAGE);
        return new AskResponse(answer, passages, budget.exceeded() || searcher.timedOut());
    }

    private List<String> words(String question) throws IOException {
        Set<String> words = new LinkedHashSet<>();
        List<String> all = new ArrayList<>();
        try (Analyzer stems = Analysis.stems();
                TokenStream tokens = stems.tokenStream(Schema.PASSAGE, question)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                String word = term.toString();
                all.add(word);
                if (!QUESTION_WORDS.contains(word)
                        && !EnglishAnalyzer.getDefaultStopSet().contains(word)) {
                    words.add(word);
                }
            }
            tokens.end();
        }
        // "Who am I?" has only such words: better all of them than none
        List<String> kept = words.isEmpty() ? all : List.copyOf(words);
        List<String> few = kept.stream().distinct().limit(MOST_WORDS).toList();
        for (String word : few) {
            int documents = searcher.getIndexReader().docFreq(new Term(Schema.PASSAGE, word));
            weights.put(word, Math.log(1 + (searcher.getIndexReader().maxDoc() + 1.0) / (documents + 1.0)));
        }
        return few;
    }

    private Query lexical(List<String> words) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        words.forEach(word -> any.add(new TermQuery(new Term(Schema.PASSAGE, word)), Occur.SHOULD));
        return new BooleanQuery.Builder()
                .add(any.build(), Occur.MUST)
                .add(Filters.passages(request.access()), Occur.FILTER)
                .build();
    }

    private static void fuse(ScoreDoc[] ranking, Map<Integer, Candidate> candidates) {
        for (int rank = 0; rank < ranking.length; rank++) {
            candidates.computeIfAbsent(ranking[rank].doc, Candidate::new).score += 1 / (RANK_CONSTANT + rank + 1);
        }
    }

    /** How probable the label of the passage's document is for the question, the most favourable classifier counting. */
    private double prior(int doc) throws IOException {
        LeafReaderContext leaf = leaf(doc);
        double best = 0;
        for (Map.Entry<String, Map<String, Double>> entry : request.prior().entrySet()) {
            String field = Schema.prediction(entry.getKey());
            if (leaf.reader().getFieldInfos().fieldInfo(field) == null) {
                continue;
            }
            NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
            if (values.advanceExact(doc - leaf.docBase) && PackedPrediction.committed(values.longValue())) {
                for (String label : dictionary.set(PackedPrediction.labels(values.longValue()))) {
                    best = Math.max(best, entry.getValue().getOrDefault(label, 0.0));
                }
            }
        }
        return best;
    }

    private LeafReaderContext leaf(int doc) {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        return leaves.get(ReaderUtil.subIndex(doc, leaves));
    }

    /** The best passage of each document, with its text. */
    private List<AnswerPassage> show(List<Candidate> ranked) throws IOException {
        List<AnswerPassage> shown = new ArrayList<>();
        Set<String> documents = new LinkedHashSet<>();
        for (Candidate candidate : ranked) {
            if (shown.size() == request.limit()) {
                break;
            }
            LeafReaderContext leaf = leaf(candidate.doc);
            int docInLeaf = candidate.doc - leaf.docBase;
            BinaryDocValues ids = DocValues.getBinary(leaf.reader(), Schema.PASSAGE_DOCUMENT);
            if (!ids.advanceExact(docInLeaf) || !documents.add(ids.binaryValue().utf8ToString())) {
                continue;
            }
            TextRange range = new TextRange(
                    number(leaf, Schema.PASSAGE_START, docInLeaf), number(leaf, Schema.PASSAGE_END, docInLeaf));
            show(ids.binaryValue().utf8ToString(), range, candidate.score).ifPresent(shown::add);
        }
        return shown;
    }

    private static int number(LeafReaderContext leaf, String field, int docInLeaf) throws IOException {
        NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
        return values.advanceExact(docInLeaf) ? (int) values.longValue() : 0;
    }

    private Optional<AnswerPassage> show(String documentId, TextRange range, double score) throws IOException {
        Query document = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Schema.ID, documentId)), Occur.FILTER)
                .add(Filters.documents(request.access()), Occur.FILTER)
                .build();
        ScoreDoc[] found = searcher.search(document, 1).scoreDocs;
        if (found.length == 0) {
            return Optional.empty();
        }
        HitReader reader = new HitReader(searcher, dictionary);
        HitReader.Stored stored = reader.stored(found[0].doc, true);
        String passage = stored.text(Schema.TEXT).substring(range.start(), range.end());
        List<TextRange> matches = new ArrayList<>();
        double coverage = coverage(passage, range.start(), matches);
        SearchHit hit = reader.hit(found[0].doc, stored, OptionalDouble.of(score), List.of());
        return Optional.of(new AnswerPassage(hit, range, passage, matches, score, coverage));
    }

    private double coverage(String passage, int offset, List<TextRange> matches) throws IOException {
        Set<String> met = new LinkedHashSet<>();
        try (Analyzer stems = Analysis.stems();
                TokenStream tokens = stems.tokenStream(Schema.PASSAGE, passage)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute at = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                if (weights.containsKey(term.toString())) {
                    met.add(term.toString());
                    matches.add(new TextRange(offset + at.startOffset(), offset + at.endOffset()));
                }
            }
            tokens.end();
        }
        double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        double covered = met.stream().mapToDouble(weights::get).sum();
        return all == 0 ? 0 : covered / all;
    }
}
