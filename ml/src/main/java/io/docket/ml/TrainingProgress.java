package io.docket.ml;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a run is.
 *
 * @param stage the present step
 * @param fraction share of this stage that is done, in [0, 1]
 * @param rate work per second, in {@code rateUnit}; empty when there is nothing to count
 * @param rateUnit for example "tokens" or "rows"; empty string when there is no rate
 * @param remaining estimate for this stage; empty while unknown
 * @param epoch finished passes over the rows, with its fraction; empty in a stage without epochs
 * @param trainingLoss smoothed loss, nats per row or token; empty in a stage without loss
 * @param validationLoss loss on rows not trained on; present right after it was measured
 */
public record TrainingProgress(
        TrainingStage stage,
        double fraction,
        OptionalDouble rate,
        String rateUnit,
        Optional<Duration> remaining,
        OptionalDouble epoch,
        OptionalDouble trainingLoss,
        OptionalDouble validationLoss) {

    public TrainingProgress {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(rateUnit, "rateUnit");
        Objects.requireNonNull(remaining, "remaining");
        fraction = Math.clamp(fraction, 0.0, 1.0);
    }

    /** A step that reports no more than how far it is. */
    public static TrainingProgress of(TrainingStage stage, double fraction) {
        return new TrainingProgress(
                stage,
                fraction,
                OptionalDouble.empty(),
                "",
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
