package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/**
 * Answers questions with passages. BM25 over stemmed words proposes; the best proposals are ranked by the sum of
 *
 * <ul>
 *   <li>their BM25 score as a share of the best one's,
 *   <li>how far they cover the question ({@link WordCover}), which also tells an answer from a mere find,
 *   <li>their likeness of meaning to the question ({@link Meaning}), where there is an encoder,
 *   <li>how probable the document's label is for the question.
 * </ul>
 *
 * <p>The weight of the cover was chosen on half of the articles of a question set and confirmed on the other half, the
 * threshold of an answer by asking each question without its own article; {@code ./docket bench ranking} measures all of
 * it. For one request.
 */
final class SupportSearch {

    private static final int CANDIDATES = 100;

    /** Proposals whose cover is looked at: more changed nothing that was measured and cost time. */
    private static final int READ = 20;

    private static final double COVER_WEIGHT = 1;

    /** Decides between passages that are nearly as good, and no more. */
    private static final double PRIOR_WEIGHT = 0.2;

    /** A passage must cover this much of the question to be shown as the answer; 1 in 20 unanswerable ones gets so far. */
    private static final double ANSWER_COVERAGE = 0.55;

    private final IndexSearcher searcher;
    private final HitReader reader;
    private final SearchContext context;
    private final AskRequest request;
    private final CostBudget budget;

    SupportSearch(IndexSearcher searcher, SearchContext context, AskRequest request, CostBudget budget) {
        this.searcher = searcher;
        this.reader = new HitReader(searcher, context.dictionary());
        this.context = context;
        this.request = request;
        this.budget = budget;
        searcher.setTimeout(budget);
    }

    /** A passage that was proposed, as the index holds it, and its document's id. */
    private record Candidate(int doc, String document, double score) {}

    /** A passage with its text. */
    private record Cut(Source source, TextRange range, String text, double score) {
        Cut plus(double more) {
            return new Cut(source, range, text, score + more);
        }
    }

    /** A source document; its stored fields are without the text. */
    private record Source(int doc, HitReader.Stored stored) {}

    AskResponse run() throws IOException {
        AskedWords asked = new AskedWords(searcher.getIndexReader(), request.question(), context.synonyms());
        List<Cut> proposed = byMeaning(propose(asked), asked);
        WordCover cover = new WordCover(asked.weights(), asked.alternatives());
        List<AnswerPassage> read = new ArrayList<>();
        for (Cut passage : proposed.subList(0, Math.min(proposed.size(), Math.max(READ, request.limit())))) {
            read.add(read(passage, asked, cover));
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

    /**
     * Passages that have words of the question, best first. Equals are in the order of their documents' ids: where they lie in the
     * index changes with every merge.
     */
    private List<Candidate> propose(AskedWords asked) throws IOException {
        List<Candidate> proposed = new ArrayList<>();
        if (!asked.isEmpty()) {
            ScoreDoc[] found = searcher.search(lexical(asked), CANDIDATES).scoreDocs;
            for (ScoreDoc each : found) {
                double score = each.score / found[0].score + PRIOR_WEIGHT * prior(each.doc);
                documentOf(each.doc).ifPresent(document -> proposed.add(new Candidate(each.doc, document, score)));
            }
        }
        proposed.sort(Comparator.comparingDouble(Candidate::score)
                .reversed()
                .thenComparing(Candidate::document)
                .thenComparingInt(Candidate::doc));
        return proposed;
    }

    /** The passages cut from their documents, in the order of words and meaning; without an encoder only those to be read. */
    private List<Cut> byMeaning(List<Candidate> proposed, AskedWords asked) throws IOException {
        boolean wordsOnly = context.encoder().isEmpty() || request.ranking() == AskRequest.Ranking.BM25;
        if (wordsOnly) {
            return cut(proposed.subList(0, Math.min(proposed.size(), Math.max(READ, request.limit()))));
        }
        Meaning meaning = new Meaning(context.encoder().get(), request.question() + " " + asked.alternativeText());
        return cut(proposed).stream()
                .map(passage -> passage.plus(Meaning.WEIGHT * meaning.likeness(passage.text())))
                .sorted(Comparator.comparingDouble(Cut::score).reversed())
                .toList();
    }

    /** Cuts the passages from their documents, holding the text of one document at a time. */
    private List<Cut> cut(List<Candidate> proposed) throws IOException {
        Map<String, List<Integer>> byDocument = new LinkedHashMap<>();
        for (int i = 0; i < proposed.size(); i++) {
            byDocument
                    .computeIfAbsent(proposed.get(i).document(), id -> new ArrayList<>())
                    .add(i);
        }
        SortedMap<Integer, Cut> cuts = new TreeMap<>();
        for (Map.Entry<String, List<Integer>> entry : byDocument.entrySet()) {
            Optional<Integer> source = document(entry.getKey());
            if (source.isEmpty()) {
                continue;
            }
            HitReader.Stored stored = reader.stored(source.get(), true);
            String text = stored.takeText();
            Source shown = new Source(source.get(), stored);
            for (int i : entry.getValue()) {
                TextRange range = range(proposed.get(i).doc());
                String passage = text.substring(range.start(), range.end());
                cuts.put(i, new Cut(shown, range, passage, proposed.get(i).score()));
            }
        }
        return List.copyOf(cuts.values());
    }

    private Query lexical(AskedWords asked) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        asked.weights().keySet().forEach(word -> any.add(wordOrSynonym(word, asked), Occur.SHOULD));
        asked.alternatives().stream()
                .filter(alternative -> alternative.instead().size() > 1)
                .forEach(alternative -> any.add(phrase(alternative.words()), Occur.SHOULD));
        return new BooleanQuery.Builder()
                .add(any.build(), Occur.MUST)
                .add(Filters.passages(request.access()), Occur.FILTER)
                .build();
    }

    /** A passage that has the word and its synonym counts the better one of both. */
    private static Query wordOrSynonym(String word, AskedWords asked) {
        List<Query> either = new ArrayList<>(List.of(new TermQuery(new Term(Schema.PASSAGE, word))));
        asked.alternatives().stream()
                .filter(alternative -> alternative.instead().equals(Set.of(word)))
                .forEach(alternative -> either.add(phrase(alternative.words())));
        return either.size() == 1 ? either.getFirst() : new DisjunctionMaxQuery(either, 0);
    }

    private static Query phrase(List<String> words) {
        return words.size() == 1
                ? new TermQuery(new Term(Schema.PASSAGE, words.getFirst()))
                : new PhraseQuery(Schema.PASSAGE, words.toArray(String[]::new));
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
                for (String label : context.dictionary().set(PackedPrediction.labels(values.longValue()))) {
                    best = Math.max(best, entry.getValue().getOrDefault(label, 0.0));
                }
            }
        }
        return best;
    }

    /** The id of the document that a passage is of. */
    private Optional<String> documentOf(int passage) throws IOException {
        LeafReaderContext leaf = leaf(passage);
        BinaryDocValues ids = DocValues.getBinary(leaf.reader(), Schema.PASSAGE_DOCUMENT);
        return ids.advanceExact(passage - leaf.docBase)
                ? Optional.of(ids.binaryValue().utf8ToString())
                : Optional.empty();
    }

    private LeafReaderContext leaf(int doc) {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        return leaves.get(ReaderUtil.subIndex(doc, leaves));
    }

    /** The passage as it is shown, ranked by what it says. */
    private AnswerPassage read(Cut passage, AskedWords asked, WordCover cover) throws IOException {
        Source source = passage.source();
        Set<String> words = new LinkedHashSet<>();
        List<TextRange> matches = new ArrayList<>();
        collect(passage.text(), passage.range().start(), asked, words, matches);
        collect(DocumentMapper.heading(source.stored()), 0, asked, words, new ArrayList<>());
        double covered = cover.of(words);
        double score =
                switch (request.ranking()) {
                    case BM25 -> passage.score();
                    case FUSED -> passage.score() + COVER_WEIGHT * covered;
                };
        SearchHit hit = reader.hit(source.doc(), source.stored(), OptionalDouble.of(score), List.of());
        return new AnswerPassage(hit, passage.range(), passage.text(), matches, score, covered);
    }

    private TextRange range(int passage) throws IOException {
        LeafReaderContext leaf = leaf(passage);
        int docInLeaf = passage - leaf.docBase;
        return new TextRange(
                number(leaf, Schema.PASSAGE_START, docInLeaf), number(leaf, Schema.PASSAGE_END, docInLeaf));
    }

    private static int number(LeafReaderContext leaf, String field, int docInLeaf) throws IOException {
        NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
        return values.advanceExact(docInLeaf) ? (int) values.longValue() : 0;
    }

    private Optional<Integer> document(String id) throws IOException {
        Query document = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Schema.ID, id)), Occur.FILTER)
                .add(Filters.documents(request.access()), Occur.FILTER)
                .build();
        ScoreDoc[] found = searcher.search(document, 1).scoreDocs;
        return found.length == 0 ? Optional.empty() : Optional.of(found[0].doc);
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
                if (asked.isLookedFor(word)) {
                    matches.add(new TextRange(offset + at.startOffset(), offset + at.endOffset()));
                }
            }
            tokens.end();
        }
    }
}
