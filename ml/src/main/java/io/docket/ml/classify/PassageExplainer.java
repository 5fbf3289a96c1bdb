package io.docket.ml.classify;

import io.docket.ml.WeightedSpan;
import io.docket.ml.text.Encoding;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Gathers the contributions of tokens into passages of the original text: sentences, or words when there are few sentences.
 * Stateless.
 */
final class PassageExplainer {
    private static final int MOST_PASSAGES = 50;
    private static final int FEW_SENTENCES = 3;

    private PassageExplainer() {}

    /**
     * Passages by the size of their contribution, scaled so that the largest is 1.
     *
     * @param contributions one per token of the encoding
     */
    static List<WeightedSpan> explain(String text, Encoding encoding, double[] contributions) {
        List<int[]> passages = passages(text, BreakIterator.getSentenceInstance(Locale.ROOT));
        if (passages.size() < FEW_SENTENCES) {
            passages = passages(text, BreakIterator.getWordInstance(Locale.ROOT));
        }
        double[] sums = new double[passages.size()];
        int passage = 0;
        for (int token = 0; token < encoding.size() && token < contributions.length; token++) {
            while (passage < passages.size() && passages.get(passage)[1] <= encoding.start(token)) {
                passage++;
            }
            if (passage < passages.size()) { // marks go to the passage that they precede
                sums[passage] += contributions[token];
            }
        }
        double largest = 0;
        for (double sum : sums) {
            largest = Math.max(largest, Math.abs(sum));
        }
        List<WeightedSpan> spans = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] != 0) {
                spans.add(new WeightedSpan(passages.get(i)[0], passages.get(i)[1], sums[i] / largest));
            }
        }
        spans.sort(Comparator.comparingDouble((WeightedSpan span) -> Math.abs(span.weight()))
                .reversed());
        return List.copyOf(spans.subList(0, Math.min(MOST_PASSAGES, spans.size())));
    }

    private static List<int[]> passages(String text, BreakIterator breaks) {
        breaks.setText(text);
        List<int[]> passages = new ArrayList<>();
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            int begin = from;
            int end = to;
            while (begin < end && Character.isWhitespace(text.charAt(begin))) {
                begin++;
            }
            while (end > begin && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            if (end > begin && text.substring(begin, end).chars().anyMatch(Character::isLetterOrDigit)) {
                passages.add(new int[] {begin, end});
            }
        }
        return passages;
    }
}
