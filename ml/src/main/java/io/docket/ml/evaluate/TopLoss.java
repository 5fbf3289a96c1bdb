package io.docket.ml.evaluate;

import java.util.List;
import java.util.Objects;

/**
 * A held-out row that surprised the model most: hard, or mislabelled.
 *
 * @param rowId id of the row, never its text
 * @param labels its true labels
 * @param predicted what the model would have said
 * @param probability calibrated probability that the model gave to {@code predicted}
 * @param loss nats
 */
public record TopLoss(String rowId, List<String> labels, String predicted, double probability, double loss) {

    public TopLoss {
        Objects.requireNonNull(rowId, "rowId");
        labels = List.copyOf(labels);
    }
}
