package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;

/**
 * The telling words of a question, stemmed as passages are, with their rarity (the IDF of BM25), and what the tenant's synonyms
 * allow instead.
 */
final class AskedWords {

    private static final int MOST = 64;

    /** A question that meets more groups than this is no question. */
    private static final int MOST_ALTERNATIVES = 128;

    /** Words that ask but say nothing about what is asked for. */
    private static final Set<String> QUESTION_WORDS = Set.of(
            "how", "what", "which", "who", "whom", "whose", "why", "when", "where", "do", "does", "did", "can", "could",
            "should", "would", "i", "my", "me", "we", "our", "you", "your", "please", "has", "have", "had", "am",
            "been", "from", "its");

    private final Map<String, Double> weights = new LinkedHashMap<>();
    private final List<Alternative> alternatives = new ArrayList<>();
    private final Set<String> spoken = new HashSet<>();

    /**
     * Words that say the same as words of the question.
     *
     * @param instead telling words of the question that they stand for
     * @param words stems, in their order
     */
    record Alternative(Set<String> instead, List<String> words) {}

    AskedWords(IndexReader reader, String question, Synonyms synonyms) throws IOException {
        List<String> sequence = Analysis.stemsOf(question);
        Set<String> all = new LinkedHashSet<>(sequence);
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
        for (int from = 0; from < sequence.size(); from++) {
            for (int to = from + 1; to <= Math.min(sequence.size(), from + synonyms.longest()); to++) {
                addAlternatives(sequence.subList(from, to), synonyms);
            }
        }
        spoken.addAll(weights.keySet());
        alternatives.forEach(alternative -> spoken.addAll(alternative.words()));
        spoken.removeAll(FunctionWords.of("en"));
    }

    private void addAlternatives(List<String> run, Synonyms synonyms) {
        Set<String> instead = run.stream().filter(weights::containsKey).collect(Collectors.toSet());
        for (List<String> words : synonyms.ofStems(run)) {
            if (!instead.isEmpty() && !words.isEmpty() && alternatives.size() < MOST_ALTERNATIVES) {
                alternatives.add(new Alternative(instead, words));
            }
        }
    }

    /** The words with their rarity, in the order of the question. */
    Map<String, Double> weights() {
        return weights;
    }

    /** What may stand instead of some of the words. */
    List<Alternative> alternatives() {
        return alternatives;
    }

    /**
     * Whether a reader who looks for the answer looks for this word. "After" may tell one answer from another, but says nothing of
     * what a question is about.
     */
    boolean isLookedFor(String word) {
        return spoken.contains(word);
    }

    /** The words that may stand instead, as text. */
    String alternativeText() {
        return alternatives.stream()
                .flatMap(alternative -> alternative.words().stream())
                .collect(Collectors.joining(" "));
    }

    boolean isEmpty() {
        return weights.isEmpty();
    }
}
