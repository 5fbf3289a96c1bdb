package io.docket.ml.linear;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.evaluate.Probabilities;
import io.docket.ml.evaluate.Temperature;
import io.docket.ml.evaluate.Truth;
import java.util.ArrayList;
import java.util.List;

/**
 * How much a fit with the base model's features counts beside a fit without them. What the base knows of general text is what a text is
 * about; where the labels ask for something else (praise or complaint), texts that are alike to the base have different labels, and
 * self-training spreads the wrong ones. The share is the one with the least log loss on rows that neither fit had seen: each
 * fold is mixed by what the folds before it showed, the deployed model by what all of them showed.
 */
final class BaseShare {

    /** While there are no rows: of 0, 0.5, 0.7 and 1 the one with the fewest errors, mean of agnews, clickbait, imdb and trec6, 100 labels. */
    private static final double AT_FIRST = 0.7;

    private static final int STEPS = 10;

    private final List<String> labels;
    private final LabelMode mode;
    private final List<LabelledText> rows = new ArrayList<>();
    private final List<float[]> with = new ArrayList<>();
    private final List<float[]> without = new ArrayList<>();

    BaseShare(List<String> labels, LabelMode mode) {
        this.labels = labels;
        this.mode = mode;
    }

    /**
     * Takes what two fits said of a row that they had not seen.
     *
     * @param withBase scores of the labels by all features
     * @param withoutBase scores by the collection's own
     */
    void add(LabelledText row, float[] withBase, float[] withoutBase) {
        rows.add(row);
        with.add(withBase);
        without.add(withoutBase);
    }

    /** From 0, without the base, to 1, with it alone. */
    double best() {
        if (rows.isEmpty()) {
            return AT_FIRST;
        }
        Truth truth = new Truth(rows, labels, mode);
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= STEPS; step++) {
            double share = (double) step / STEPS;
            double loss = loss(truth, share);
            if (loss < least) {
                least = loss;
                best = share;
            }
        }
        return best;
    }

    private double loss(Truth truth, double share) {
        float[][] mixed = new float[rows.size()][labels.size()];
        for (int row = 0; row < mixed.length; row++) {
            for (int label = 0; label < mixed[row].length; label++) {
                mixed[row][label] = (float) (share * with.get(row)[label] + (1 - share) * without.get(row)[label]);
            }
        }
        double temperature = Temperature.fit(truth, mixed);
        double loss = 0;
        for (int row = 0; row < mixed.length; row++) {
            loss += truth.loss(row, Probabilities.of(mixed[row], temperature, mode));
        }
        return loss;
    }
}
