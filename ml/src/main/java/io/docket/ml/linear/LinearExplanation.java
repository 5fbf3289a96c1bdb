package io.docket.ml.linear;

import io.docket.ml.WeightedSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which words drove a label. A linear score is a sum, so the explanation is exact: the contribution of an n-gram is shared
 * evenly among its occurrences and the words that each covers. What an n-gram adds to every label alike decides nothing and is
 * taken off.
 */
final class LinearExplanation {

    private static final int MAX_SPANS = 50;
    private static final double NEGLIGIBLE = 0.02; // of the strongest word

    private final Vectorizer vectorizer;
    private final FeatureWeights weights;

    /** What a feature adds to the score of a label. */
    interface FeatureWeights {
        int labels();

        float weight(int feature, int label);
    }

    LinearExplanation(Vectorizer vectorizer, FeatureWeights weights) {
        this.vectorizer = vectorizer;
        this.weights = weights;
    }

    List<WeightedSpan> explain(String text, int label) {
        Words words = new Words();
        words.read(text);
        return spans(words, ofWords(text, label));
    }

    /** What each word adds to the score of the label beyond the mean of all labels, in the order of the words. */
    double[] ofWords(String text, int label) {
        SparseVector vector = vectorizer.vector(text);
        float[] perOccurrence = contributions(vector, label);
        LongCounter occurrences = new LongCounter();
        FeatureReader reader = new FeatureReader(vectorizer.settings());
        reader.read(text, new FeatureReader.Sink() {
            @Override
            public void wordGram(long hash, int firstWord, int words) {
                occurrences.add(hash, 1);
            }

            @Override
            public void characterGram(long hash, int word) {
                occurrences.add(hash, 1);
            }
        });
        double[] ofWord = new double[reader.words().count()];
        reader.read(text, new FeatureReader.Sink() {
            @Override
            public void wordGram(long hash, int firstWord, int words) {
                double share = share(hash) / words;
                for (int word = firstWord; word < firstWord + words; word++) {
                    ofWord[word] += share;
                }
            }

            @Override
            public void characterGram(long hash, int word) {
                ofWord[word] += share(hash);
            }

            private double share(long hash) {
                int index = vectorizer.vocabulary().index(hash);
                if (index < 0) {
                    return 0;
                }
                int at = Arrays.binarySearch(vector.indices(), index);
                return perOccurrence[at] / occurrences.count(hash);
            }
        });
        return ofWord;
    }

    private float[] contributions(SparseVector vector, int label) {
        float[] contributions = new float[vector.indices().length];
        for (int i = 0; i < contributions.length; i++) {
            double mean = 0;
            for (int other = 0; other < weights.labels(); other++) {
                mean += weights.weight(vector.indices()[i], other) / (double) weights.labels();
            }
            contributions[i] = (float) (vector.values()[i] * (weights.weight(vector.indices()[i], label) - mean));
        }
        return contributions;
    }

    /** The words that count, strongest first. */
    static List<WeightedSpan> spans(Words words, double[] ofWord) {
        double strongest = 0;
        for (double weight : ofWord) {
            strongest = Math.max(strongest, Math.abs(weight));
        }
        List<WeightedSpan> spans = new ArrayList<>();
        for (int word = 0; word < ofWord.length; word++) {
            if (Math.abs(ofWord[word]) > NEGLIGIBLE * strongest) {
                spans.add(new WeightedSpan(words.start(word), words.end(word), ofWord[word] / strongest));
            }
        }
        spans.sort(Comparator.comparingDouble((WeightedSpan span) -> -Math.abs(span.weight()))
                .thenComparingInt(WeightedSpan::start));
        return List.copyOf(spans.subList(0, Math.min(MAX_SPANS, spans.size())));
    }
}
