package io.docket.ml;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A point of the training curves.
 *
 * @param stage which training
 * @param epoch passes over the data, with fraction
 * @param trainingLoss smoothed, nats
 * @param validationLoss nats, where it was measured
 */
public record LossPoint(TrainingStage stage, double epoch, double trainingLoss, OptionalDouble validationLoss) {

    public LossPoint {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(validationLoss, "validationLoss");
    }
}
