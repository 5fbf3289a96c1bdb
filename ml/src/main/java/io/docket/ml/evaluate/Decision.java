package io.docket.ml.evaluate;

import io.docket.ml.LabelMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A label that the model would give at some threshold: the top label of each row, or every label of every row (multi-label).
 *
 * @param probability calibrated
 * @param right whether the row carries the label
 */
record Decision(double probability, boolean right) {

    /** Those about one label: the rows whose top label it is, or every row (multi-label). */
    static List<Decision> of(Truth truth, double[][] probabilities, int label) {
        List<Decision> decisions = new ArrayList<>();
        for (int row = 0; row < truth.size(); row++) {
            if (truth.mode() == LabelMode.MULTI || Probabilities.top(probabilities[row]) == label) {
                decisions.add(new Decision(probabilities[row][label], truth.has(row, label)));
            }
        }
        return decisions;
    }

    static List<Decision> of(Truth truth, double[][] probabilities) {
        List<Decision> decisions = new ArrayList<>();
        for (int row = 0; row < truth.size(); row++) {
            if (truth.mode() == LabelMode.SINGLE) {
                int top = Probabilities.top(probabilities[row]);
                decisions.add(new Decision(probabilities[row][top], truth.has(row, top)));
            } else {
                for (int label = 0; label < probabilities[row].length; label++) {
                    decisions.add(new Decision(probabilities[row][label], truth.has(row, label)));
                }
            }
        }
        return decisions;
    }
}
