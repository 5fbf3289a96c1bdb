package io.docket.ml.train;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where the training of a language model is.
 *
 * @param step finished steps
 * @param steps of the whole run; empty when its end is not planned
 * @param epochs finished passes over the text, with fraction
 * @param tokens predicted so far
 * @param tokensPerSecond rate of late
 * @param remaining estimate; empty when the end is not planned
 * @param trainingLoss mean of late, nats per token
 * @param validationLoss nats per token; present right after it was measured
 */
public record LanguageModelProgress(
        long step,
        Optional<Long> steps,
        double epochs,
        long tokens,
        double tokensPerSecond,
        Optional<Duration> remaining,
        double trainingLoss,
        OptionalDouble validationLoss) {

    /** Hears about a run from the training thread; must not block. */
    @FunctionalInterface
    public interface Listener {

        void progressed(LanguageModelProgress progress);

        /** Hears nothing. */
        static Listener silent() {
            return progress -> {};
        }
    }
}
