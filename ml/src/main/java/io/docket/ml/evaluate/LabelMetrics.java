package io.docket.ml.evaluate;

import java.util.Objects;

/**
 * How one label fared when every row gets its most probable label (single) or every label of probability one half (multi).
 *
 * @param label the label
 * @param support held-out rows that carry the label
 * @param predicted held-out rows that were given the label
 * @param correct rows in both
 * @param precision correct / predicted; 0 when never predicted
 * @param precisionInterval 95 % interval of the precision
 * @param recall correct / support; 0 without support
 * @param recallInterval 95 % interval of the recall
 * @param f1 harmonic mean of precision and recall; 0 when both are
 */
public record LabelMetrics(
        String label,
        int support,
        int predicted,
        int correct,
        double precision,
        Interval precisionInterval,
        double recall,
        Interval recallInterval,
        double f1) {

    public LabelMetrics {
        Objects.requireNonNull(label, "label");
    }

    static LabelMetrics of(String label, int support, int predicted, int correct) {
        return new LabelMetrics(
                label,
                support,
                predicted,
                correct,
                predicted == 0 ? 0 : (double) correct / predicted,
                Interval.wilson(correct, predicted),
                support == 0 ? 0 : (double) correct / support,
                Interval.wilson(correct, support),
                support + predicted == 0 ? 0 : 2.0 * correct / (support + predicted));
    }
}
