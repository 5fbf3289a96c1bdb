package io.docket.ml.evaluate;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows to judge on with their labels as indices. A label that the model does not know stands outside its list and can only be
 * missed, which is what happens to such a row.
 *
 * @param rows the rows
 * @param labels labels in the model's order
 * @param mode one label per text or any number
 * @param indices per row the indices of its labels that the model knows
 */
public record Truth(List<LabelledText> rows, List<String> labels, LabelMode mode, List<List<Integer>> indices) {

    public Truth {
        rows = List.copyOf(rows);
        labels = List.copyOf(labels);
        Objects.requireNonNull(mode, "mode");
        indices = List.copyOf(indices);
    }

    /** Looks the labels of the rows up. */
    public Truth(List<LabelledText> rows, List<String> labels, LabelMode mode) {
        this(rows, labels, mode, lookUp(rows, labels));
    }

    private static List<List<Integer>> lookUp(List<LabelledText> rows, List<String> labels) {
        Map<String, Integer> index = new HashMap<>();
        for (String label : labels) {
            index.put(label, index.size());
        }
        List<List<Integer>> indices = new ArrayList<>(rows.size());
        for (LabelledText row : rows) {
            indices.add(row.labels().stream()
                    .filter(index::containsKey)
                    .map(index::get)
                    .toList());
        }
        return indices;
    }

    /** Number of rows. */
    public int size() {
        return rows.size();
    }

    boolean has(int row, int label) {
        return indices.get(row).contains(label);
    }

    /** Negative log-likelihood of the truth of one row, in nats, summed over labels for multi-label. */
    public double loss(int row, double[] probabilities) {
        return switch (mode) {
            case SINGLE ->
                indices.get(row).isEmpty()
                        ? -Math.log(Probabilities.FLOOR)
                        : -Math.log(Math.max(
                                Probabilities.FLOOR,
                                probabilities[indices.get(row).getFirst()]));
            case MULTI -> {
                double loss = 0;
                for (int label = 0; label < probabilities.length; label++) {
                    double ofTruth = has(row, label) ? probabilities[label] : 1 - probabilities[label];
                    loss -= Math.log(Math.max(Probabilities.FLOOR, ofTruth));
                }
                yield loss;
            }
        };
    }

    /** Whether the most probable label is right (multi-label: whether the labels of probability one half and more are). */
    public boolean isRight(int row, double[] probabilities) {
        boolean allKnown = indices.get(row).size() == rows.get(row).labels().size();
        return switch (mode) {
            case SINGLE -> has(row, Probabilities.top(probabilities));
            case MULTI -> {
                boolean right = allKnown;
                for (int label = 0; label < probabilities.length; label++) {
                    right &= has(row, label) == (probabilities[label] >= 0.5);
                }
                yield right;
            }
        };
    }
}
