package io.docket.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a text covers a question: each word of the question counts with its rarity times how near the nearest word of the
 * text comes to it. Nearness is the Dice coefficient of the words' character trigrams, so "invoicing" is near "invoice" and
 * a misspelling near the word meant; what is hardly alike counts nothing. The form is that of late interaction
 * (Khattab and Zaharia 2020) with sets of trigrams as the words' vectors, which need no training and no language. A text that has all
 * words of a synonym has the words that it stands for.
 *
 * <p>For one question and one thread.
 */
final class WordCover {

    /** Words less alike than this have nothing to do with each other; measured, see {@link SupportSearch}. */
    private static final double LEAST_ALIKE = 0.4;

    private final Map<String, Double> weights;
    private final List<AskedWords.Alternative> alternatives;
    private final double total;
    private final Map<String, long[]> trigrams = new HashMap<>();

    /**
     * @param weights the question's words with their rarity
     * @param alternatives what may stand instead of some of them
     */
    WordCover(Map<String, Double> weights, List<AskedWords.Alternative> alternatives) {
        this.weights = new LinkedHashMap<>(weights);
        this.alternatives = List.copyOf(alternatives);
        // Summed as in of(), word by word: what covers every word covers exactly 1, however sums are rounded.
        double sum = 0;
        for (double weight : this.weights.values()) {
            sum += weight;
        }
        this.total = sum;
    }

    /** Share of the question that these words cover, 0 to 1; 0 for a question without words. */
    double of(Set<String> words) {
        if (total == 0) {
            return 0;
        }
        Set<String> said = alternatives.stream()
                .filter(alternative -> words.containsAll(alternative.words()))
                .flatMap(alternative -> alternative.instead().stream())
                .collect(Collectors.toSet());
        double covered = 0;
        for (Map.Entry<String, Double> asked : weights.entrySet()) {
            covered += asked.getValue() * (said.contains(asked.getKey()) ? 1 : nearest(asked.getKey(), words));
        }
        return covered / total;
    }

    private double nearest(String asked, Set<String> words) {
        if (words.contains(asked)) {
            return 1;
        }
        double nearest = 0;
        for (String word : words) {
            nearest = Math.max(nearest, alike(trigramsOf(asked), trigramsOf(word)));
        }
        return nearest < LEAST_ALIKE ? 0 : nearest;
    }

    private long[] trigramsOf(String word) {
        return trigrams.computeIfAbsent(word, WordCover::cut);
    }

    /** Dice coefficient of two sorted sets. */
    private static double alike(long[] one, long[] other) {
        int common = 0;
        for (int i = 0, j = 0; i < one.length && j < other.length; ) {
            int order = Long.compare(one[i], other[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return 2.0 * common / (one.length + other.length);
    }

    /** The different trigrams of a word with marks for its begin and end, each packed into a number, sorted. */
    private static long[] cut(String word) {
        String marked = '<' + word + '>';
        long[] all = new long[marked.length() - 2];
        for (int i = 0; i < all.length; i++) {
            all[i] = (long) marked.charAt(i) << 2 * Character.SIZE
                    | (long) marked.charAt(i + 1) << Character.SIZE
                    | marked.charAt(i + 2);
        }
        return Arrays.stream(all).sorted().distinct().toArray();
    }
}
