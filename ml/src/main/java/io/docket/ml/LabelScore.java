package io.docket.ml;

import java.util.Objects;

/**
 * A label and its calibrated probability.
 *
 * @param label name of the label, as in the training rows
 * @param probability in [0, 1]
 */
public record LabelScore(String label, double probability) {

    public LabelScore {
        Objects.requireNonNull(label, "label");
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability of label '" + label + "' is " + probability + ", not in [0, 1]");
        }
    }
}
