package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;

/** The telling words of a question, stemmed as passages are, with their rarity (the IDF of BM25). */
final class AskedWords {

    private static final int MOST = 64;

    /** Words that ask but say nothing about what is asked for. */
    private static final Set<String> QUESTION_WORDS = Set.of(
            "how", "what", "which", "who", "whom", "whose", "why", "when", "where", "do", "does", "did", "can", "could",
            "should", "would", "i", "my", "me", "we", "our", "you", "your", "please", "has", "have", "had", "am",
            "been", "from", "its");

    private final Map<String, Double> weights = new LinkedHashMap<>();

    AskedWords(IndexReader reader, String question) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        try (Analyzer stems = Analysis.stems();
                TokenStream tokens = stems.tokenStream(Schema.PASSAGE, question)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                all.add(term.toString());
            }
            tokens.end();
        }
        List<String> telling = new ArrayList<>(all);
        telling.removeIf(word -> QUESTION_WORDS.contains(word)
                || EnglishAnalyzer.getDefaultStopSet().contains(word));
        int passages = reader.getDocCount(Schema.PASSAGE);
        // "Who am I?" has only words that tell nothing: better all of them than none
        for (String word : (telling.isEmpty() ? List.copyOf(all) : telling)
                .stream().limit(MOST).toList()) {
            int having = reader.docFreq(new Term(Schema.PASSAGE, word));
            weights.put(word, Math.log(1 + (passages - having + 0.5) / (having + 0.5)));
        }
    }

    /** The words with their rarity, in the order of the question. */
    Map<String, Double> weights() {
        return weights;
    }

    boolean isEmpty() {
        return weights.isEmpty();
    }
}
