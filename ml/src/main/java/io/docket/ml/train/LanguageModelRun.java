package io.docket.ml.train;

import io.docket.ml.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Drives a {@link LanguageModelTrainer} along a schedule: reports progress, validates, saves checkpoints, and stops when
 * the schedule ends, the time is spent or somebody cancels.
 */
public final class LanguageModelRun {

    private static final double SMOOTHING = 0.02;
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private final LanguageModelTrainer trainer;
    private final LanguageModelProgress.Listener listener;
    private final Cancellation cancellation;
    private final Limits limits;
    private final Optional<TokenStream> validation;

    private double smoothedLoss = Double.NaN;
    private double rate;
    private long reported = System.nanoTime();
    private long reportedTokens;

    /**
     * When to do what besides training.
     *
     * @param budget the run stops after this time; empty for none
     * @param checkpoint folder for checkpoints; empty for none
     * @param checkpointEvery time between checkpoints
     * @param validateEvery time between validations, when there is text for it
     */
    public record Limits(
            Optional<Duration> budget, Optional<Path> checkpoint, Duration checkpointEvery, Duration validateEvery) {

        /** No budget, no checkpoints, validation only at the end. */
        public static Limits none() {
            return new Limits(Optional.empty(), Optional.empty(), Duration.ofDays(1), Duration.ofDays(1));
        }
    }

    public LanguageModelRun(
            LanguageModelTrainer trainer,
            Optional<TokenStream> validation,
            Limits limits,
            LanguageModelProgress.Listener listener,
            Cancellation cancellation) {
        this.trainer = trainer;
        this.validation = validation;
        this.limits = limits;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * Trains until the schedule ends or the budget is spent; then saves a checkpoint and validates.
     *
     * @return loss on the validation text at the end, when there is such text
     * @throws io.docket.ml.TrainingCancelledException when cancelled; the checkpoint then holds the last step
     */
    public OptionalDouble run(Schedule schedule) throws IOException {
        long began = System.nanoTime();
        long saved = began;
        long validated = began;
        reportedTokens = trainer.tokens();
        while (trainer.step() < schedule.steps() && !spent(began)) {
            if (cancellation.isCancelled()) {
                save();
                cancellation.throwIfCancelled();
            }
            double loss = trainer.next(schedule.at(trainer.step())).loss();
            smoothedLoss = Double.isNaN(smoothedLoss) ? loss : smoothedLoss + SMOOTHING * (loss - smoothedLoss);
            if (since(reported).compareTo(REPORT_EVERY) >= 0) {
                report(schedule, OptionalDouble.empty());
            }
            if (validation.isPresent() && since(validated).compareTo(limits.validateEvery()) >= 0) {
                report(schedule, validate());
                validated = System.nanoTime();
            }
            if (limits.checkpoint().isPresent() && since(saved).compareTo(limits.checkpointEvery()) >= 0) {
                save();
                saved = System.nanoTime();
            }
        }
        save();
        OptionalDouble result = validate();
        report(schedule, result);
        return result;
    }

    private boolean spent(long began) {
        return limits.budget()
                .filter(budget -> since(began).compareTo(budget) >= 0)
                .isPresent();
    }

    private void save() throws IOException {
        if (limits.checkpoint().isPresent()) {
            Checkpoint.save(trainer, limits.checkpoint().get());
        }
    }

    private OptionalDouble validate() {
        return validation
                .map(stream -> OptionalDouble.of(
                        Perplexity.measure(trainer.model(), stream).meanNegativeLogLikelihood()))
                .orElse(OptionalDouble.empty());
    }

    private void report(Schedule schedule, OptionalDouble validationLoss) {
        double seconds = since(reported).toNanos() / 1e9;
        if (seconds > 0 && trainer.tokens() > reportedTokens) {
            double now = (trainer.tokens() - reportedTokens) / seconds;
            rate = rate == 0 ? now : rate + 0.2 * (now - rate);
        }
        reported = System.nanoTime();
        reportedTokens = trainer.tokens();
        boolean planned = schedule.steps() != Long.MAX_VALUE;
        Optional<Duration> remaining = Optional.empty();
        if (planned && rate > 0) {
            double tokensPerStep =
                    (double) trainer.settings().batch() * trainer.settings().steps();
            double left = (schedule.steps() - trainer.step()) * tokensPerStep / rate;
            remaining = Optional.of(Duration.ofMillis(Math.round(left * 1000)));
        }
        listener.progressed(new LanguageModelProgress(
                trainer.step(),
                planned ? Optional.of(schedule.steps()) : Optional.empty(),
                trainer.epochs(),
                trainer.tokens(),
                rate,
                remaining,
                smoothedLoss,
                validationLoss));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
