package io.docket.ml;

import java.util.List;
import java.util.Objects;

/**
 * What a classifier says about one text.
 *
 * @param label the most probable label, given even when the classifier abstains (for a reviewer's suggestion)
 * @param probability calibrated probability of {@code label}, in [0, 1]
 * @param abstained true when no label reaches the threshold of the model: treat the text as unlabelled
 * @param labels the labels to assign: empty when abstained; one for a single-label model; any number for a multi-label model
 * @param scores every label of the model with its probability, most probable first
 */
public record Prediction(
        String label, double probability, boolean abstained, List<String> labels, List<LabelScore> scores) {

    public Prediction {
        Objects.requireNonNull(label, "label");
        labels = List.copyOf(labels);
        scores = List.copyOf(scores);
        if (abstained != labels.isEmpty()) {
            throw new IllegalArgumentException("abstained=" + abstained + " contradicts labels " + labels);
        }
    }
}
