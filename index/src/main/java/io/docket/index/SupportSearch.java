package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
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
 * Answers questions with passages. BM25 over stemmed words and, where the question has one, nearest vectors propose; the best
 * proposals are read and ranked by the sum of
 *
 * <ul>
 *   <li>their BM25 score as a share of the best one's,
 *   <li>how far they cover the question ({@link WordCover}), which also tells an answer from a mere find,
 *   <li>their place among the nearest vectors by reciprocal rank (Cormack, Clarke and Büttcher 2009),
 *   <li>how probable the document's label is for the question.
 * </ul>
 *
 * <p>The weight of the cover was chosen on half of the articles of a question set and confirmed on the other half, the
 * threshold of an answer by asking each question without its own article; {@code ./docket bench ranking} measures both. For
 * one request.
 */
final class SupportSearch {

    private static final int CANDIDATES = 100;
    private static final double RANK_CONSTANT = 60;

    /** Proposals that are read: more changed nothing that was measured and cost time. */
    private static final int READ = 20;

    private static final double COVER_WEIGHT = 1;

    /** Decides between passages that are nearly as good, and no more. */
    private static final double PRIOR_WEIGHT = 0.2;

    /** A passage must cover this much of the question to be shown as the answer; 1 in 20 unanswerable ones gets so far. */
    private static final double ANSWER_COVERAGE = 0.55;

    private final IndexSearcher searcher;
    private final HitReader reader;
    private final SetDictionary dictionary;
    private final AskRequest request;
    private final CostBudget budget;

    SupportSearch(IndexSearcher searcher, SetDictionary dictionary, AskRequest request, CostBudget budget) {
        this.searcher = searcher;
        this.reader = new HitReader(searcher, dictionary);
        this.dictionary = dictionary;
        this.request = request;
        this.budget = budget;
        searcher.setTimeout(budget);
    }

    /** A passage that was proposed. */
    private static final class Candidate {
        private final int doc;
        private double score;

        private Candidate(int doc) {
            this.doc = doc;
        }
    }

    /** A source document with its text. */
    private record Source(int doc, HitReader.Stored stored) {}

    AskResponse run() throws IOException {
        AskedWords asked = new AskedWords(searcher.getIndexReader(), request.question());
        List<Candidate> proposed = propose(asked);
        WordCover cover = new WordCover(asked.weights());
        Map<String, Optional<Source>> sources = new HashMap<>();
        List<AnswerPassage> read = new ArrayList<>();
        for (Candidate candidate : proposed.subList(0, Math.min(proposed.size(), Math.max(READ, request.limit())))) {
            read(candidate, asked, cover, sources).ifPresent(read::add);
        }
        read.sort(
                Comparator.comparingDouble(AnswerPassage::score).reversed().thenComparing(passage -> passage.document()
                        .id()));
        Set<String> shown = new HashSet<>();
        List<AnswerPassage> passages = read.stream()
                .filter(passage -> shown.add(passage.document().id()))
                .limit(request.limit())
                .toList();
        Optional<AnswerPassage> answer =
                passages.stream().findFirst().filter(first -> first.coverage() >= ANSWER_COVERAGE);
        return new AskResponse(answer, passages, budget.exceeded() || searcher.timedOut());
    }

    /** Passages that have words of the question, or whose vectors are near to it, best first. */
    private List<Candidate> propose(AskedWords asked) throws IOException {
        Map<Integer, Candidate> candidates = new HashMap<>();
        if (!asked.isEmpty()) {
            ScoreDoc[] found = searcher.search(lexical(asked), CANDIDATES).scoreDocs;
            for (ScoreDoc each : found) {
                candidates.computeIfAbsent(each.doc, Candidate::new).score += each.score / found[0].score;
            }
        }
        if (request.vector().isPresent()) {
            DocumentVector vector = request.vector().get();
            Query nearest = new KnnFloatVectorQuery(
                    Schema.passageVector(vector.encoder()),
                    vector.values(),
                    CANDIDATES,
                    Filters.passages(request.access()));
            ScoreDoc[] found = searcher.search(nearest, CANDIDATES).scoreDocs;
            for (int rank = 0; rank < found.length; rank++) {
                candidates.computeIfAbsent(found[rank].doc, Candidate::new).score +=
                        (RANK_CONSTANT + 1) / (RANK_CONSTANT + 1 + rank);
            }
        }
        List<Candidate> proposed = new ArrayList<>(candidates.values());
        for (Candidate candidate : proposed) {
            candidate.score += PRIOR_WEIGHT * prior(candidate.doc);
        }
        proposed.sort(Comparator.<Candidate>comparingDouble(candidate -> -candidate.score)
                .thenComparingInt(candidate -> candidate.doc));
        return proposed;
    }

    private Query lexical(AskedWords asked) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        asked.weights().keySet().forEach(word -> any.add(new TermQuery(new Term(Schema.PASSAGE, word)), Occur.SHOULD));
        return new BooleanQuery.Builder()
                .add(any.build(), Occur.MUST)
                .add(Filters.passages(request.access()), Occur.FILTER)
                .build();
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

    /** The passage with its text, ranked by what it says. */
    private Optional<AnswerPassage> read(
            Candidate candidate, AskedWords asked, WordCover cover, Map<String, Optional<Source>> sources)
            throws IOException {
        LeafReaderContext leaf = leaf(candidate.doc);
        int docInLeaf = candidate.doc - leaf.docBase;
        BinaryDocValues ids = DocValues.getBinary(leaf.reader(), Schema.PASSAGE_DOCUMENT);
        if (!ids.advanceExact(docInLeaf)) {
            return Optional.empty();
        }
        String id = ids.binaryValue().utf8ToString();
        Optional<Source> source = sources.get(id);
        if (source == null) {
            source = source(id);
            sources.put(id, source);
        }
        if (source.isEmpty()) {
            return Optional.empty();
        }
        HitReader.Stored stored = source.get().stored();
        TextRange range = new TextRange(
                number(leaf, Schema.PASSAGE_START, docInLeaf), number(leaf, Schema.PASSAGE_END, docInLeaf));
        String text = stored.text(Schema.TEXT).substring(range.start(), range.end());
        Set<String> words = new LinkedHashSet<>();
        List<TextRange> matches = new ArrayList<>();
        collect(text, range.start(), asked, words, matches);
        collect(DocumentMapper.heading(stored), 0, asked, words, new ArrayList<>());
        double covered = cover.of(words);
        double score =
                switch (request.ranking()) {
                    case BM25 -> candidate.score;
                    case FUSED -> candidate.score + COVER_WEIGHT * covered;
                };
        SearchHit hit = reader.hit(source.get().doc(), stored, OptionalDouble.of(score), List.of());
        return Optional.of(new AnswerPassage(hit, range, text, matches, score, covered));
    }

    private static int number(LeafReaderContext leaf, String field, int docInLeaf) throws IOException {
        NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
        return values.advanceExact(docInLeaf) ? (int) values.longValue() : 0;
    }

    private Optional<Source> source(String documentId) throws IOException {
        Query document = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Schema.ID, documentId)), Occur.FILTER)
                .add(Filters.documents(request.access()), Occur.FILTER)
                .build();
        ScoreDoc[] found = searcher.search(document, 1).scoreDocs;
        return found.length == 0
                ? Optional.empty()
                : Optional.of(new Source(found[0].doc, reader.stored(found[0].doc, true)));
    }

    /** Adds the different words of a text, and where words of the question stand in it. */
    private static void collect(String text, int offset, AskedWords asked, Set<String> words, List<TextRange> matches)
            throws IOException {
        try (Analyzer stems = Analysis.stems();
                TokenStream tokens = stems.tokenStream(Schema.PASSAGE, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute at = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                String word = term.toString();
                words.add(word);
                if (asked.weights().containsKey(word)) {
                    matches.add(new TextRange(offset + at.startOffset(), offset + at.endOffset()));
                }
            }
            tokens.end();
        }
    }
}
