package io.docket.ml.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ml.Cancellation;
import io.docket.ml.model.Dropouts;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.model.LanguageModelStep.Regularisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The second stage of ULMFiT: goes on training a pretrained language model on the text of a task. One epoch teaches embedding
 * and decoder alone, the others all layers with discriminative rates.
 */
public final class LanguageModelTuning {

    private static final int LARGEST_BATCH = 64;
    private static final int STEPS = 72;
    private static final int SHORTEST_STEPS = 24;

    /** A smaller batch is taken until an epoch has this many steps: few large ones would teach little. */
    private static final int WANTED_STEPS_PER_EPOCH = 30;

    /** Epochs are chosen so that about this many tokens are seen in all. */
    private static final long WANTED_TOKENS = 1_000_000;

    private static final int FEWEST_EPOCHS = 2;
    private static final int MOST_EPOCHS = 12;
    private static final int MOST_EPOCHS_FROM_NOTHING = 30;
    /** Wrong answers of a step; comparing with all of a large vocabulary costs more than the rest of the step. */
    private static final int SAMPLED_CLASSES = 2_048;

    private static final int LARGE_VOCABULARY = 3 * SAMPLED_CLASSES;
    private static final float LARGEST_NORM = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private LanguageModelTuning() {}

    /**
     * Choices for a tuning run.
     *
     * @param curve of the epochs with all layers
     * @param rate largest rate of the last group
     * @param ratio between the rates of neighbouring groups; the paper's is 2.6
     * @param epochs passes over the text; empty for a number chosen by its length
     * @param dropoutFactor multiplies fastai's dropouts
     * @param budget the epochs are planned to end within this time; such a run is not repeatable
     * @param checkpoint folder for checkpoints
     * @param seed of every random choice
     * @param pretrained whether the model has anything to preserve; one that has not trains all layers alike from the start
     */
    public record Options(
            Curve curve,
            double rate,
            double ratio,
            Optional<Integer> epochs,
            float dropoutFactor,
            Optional<Duration> budget,
            Optional<Path> checkpoint,
            long seed,
            boolean pretrained) {

        /** One cycle at 4e-3 with rates 2.6 apart; half of fastai's dropouts, which were made for larger models. */
        public static Options defaults(long seed) {
            return new Options(
                    Curve.OneCycle.text(),
                    4e-3,
                    2.6,
                    Optional.empty(),
                    0.5f,
                    Optional.empty(),
                    Optional.empty(),
                    seed,
                    true);
        }

        /** For a model of random weights: the same rate for all layers, more passes, less dropout. */
        public static Options fromNothing(long seed) {
            return new Options(
                    Curve.OneCycle.text(),
                    4e-3,
                    1,
                    Optional.empty(),
                    0.3f,
                    Optional.empty(),
                    Optional.empty(),
                    seed,
                    false);
        }

        /** The same within a time; empty for no limit. */
        public Options within(Optional<Duration> time) {
            return new Options(curve, rate, ratio, epochs, dropoutFactor, time, checkpoint, seed, pretrained);
        }

        /** The same with checkpoints in a folder; a run whose checkpoint is there goes on from it. */
        public Options keptIn(Path folder) {
            return new Options(
                    curve, rate, ratio, epochs, dropoutFactor, budget, Optional.of(folder), seed, pretrained);
        }
    }

    /** True when there is enough text to learn from. */
    public static boolean isEnough(TokenStream text) {
        return text.size() > 2 * SHORTEST_STEPS;
    }

    /**
     * Tunes a model in place.
     *
     * @return loss on the validation text at the end, when there is such text
     * @throws io.docket.ml.TrainingCancelledException when cancelled
     */
    public static OptionalDouble tune(
            LanguageModel model,
            TokenStream text,
            Optional<TokenStream> validation,
            Options options,
            LanguageModelProgress.Listener listener,
            Cancellation cancellation)
            throws IOException {
        LanguageModelSettings settings = settings(text.size(), model.config().vocabulary(), options);
        try (LanguageModelTrainer trainer = new LanguageModelTrainer(model, text, settings)) {
            Phases schedule = keptPlan(model, trainer, text, options);
            if (options.checkpoint().isPresent()
                    && Checkpoint.exists(options.checkpoint().get())) {
                Checkpoint.restore(trainer, options.checkpoint().get());
            }
            LanguageModelRun.Limits limits = new LanguageModelRun.Limits(
                    options.budget(), options.checkpoint(), Duration.ofMinutes(2), Duration.ofDays(1));
            return new LanguageModelRun(trainer, validation, limits, listener, cancellation).run(schedule);
        }
    }

    /** The plan that a checkpoint was made under, so that a run which goes on has the same; else a new one, which is kept. */
    private static Phases keptPlan(LanguageModel model, LanguageModelTrainer trainer, TokenStream text, Options options)
            throws IOException {
        if (options.checkpoint().isEmpty()) {
            return phases(model, options, plan(trainer, text, options));
        }
        Path checkpoint = options.checkpoint().get().toAbsolutePath();
        Path file = checkpoint.resolveSibling(checkpoint.getFileName() + ".plan.json");
        Plan plan;
        if (Checkpoint.exists(checkpoint) && Files.isRegularFile(file)) {
            plan = JSON.readValue(file.toFile(), Plan.class);
        } else {
            plan = plan(trainer, text, options);
            Files.createDirectories(checkpoint.getParent());
            JSON.writeValue(file.toFile(), plan);
        }
        return phases(model, options, plan);
    }

    /** Batch and steps that give an epoch enough steps. */
    static LanguageModelSettings settings(long tokens, int vocabulary, Options options) {
        int steps = Math.clamp(tokens / WANTED_STEPS_PER_EPOCH, SHORTEST_STEPS, STEPS);
        int batch = Math.clamp(tokens / ((long) steps * WANTED_STEPS_PER_EPOCH), 1, LARGEST_BATCH);
        LanguageModelSettings usual = LanguageModelSettings.tuning(options.seed());
        return new LanguageModelSettings(
                batch,
                steps,
                Dropouts.languageModel().scaled(options.dropoutFactor()),
                new Regularisation(0, 0),
                usual.decay(),
                LARGEST_NORM,
                vocabulary > LARGE_VOCABULARY ? SAMPLED_CLASSES : 0,
                options.seed());
    }

    /**
     * Lengths of the two phases.
     *
     * @param frozen steps with embedding and decoder alone
     * @param unfrozen steps with all layers
     */
    private record Plan(long frozen, long unfrozen) {}

    private static Plan plan(LanguageModelTrainer trainer, TokenStream text, Options options) {
        long perEpoch = trainer.stepsPerEpoch();
        int most = options.pretrained() ? MOST_EPOCHS : MOST_EPOCHS_FROM_NOTHING;
        int epochs = options.epochs().orElseGet(() -> Math.clamp(WANTED_TOKENS / text.size(), FEWEST_EPOCHS, most));
        long frozen = options.pretrained() && epochs > 1 ? perEpoch : 0;
        long unfrozen = epochs * perEpoch - frozen;
        if (options.budget().isPresent()) {
            double affordable = options.budget().get().toNanos()
                    / (double) trainer.measureStep().toNanos();
            double share = Math.min(1, affordable / (frozen + unfrozen));
            frozen = Math.round(frozen * share);
            unfrozen = Math.max(1, Math.round(unfrozen * share));
        }
        return new Plan(frozen, unfrozen);
    }

    private static Phases phases(LanguageModel model, Options options, Plan plan) {
        List<String> groups = model.layerGroups();
        double lowest = options.rate() / Math.pow(options.ratio(), groups.size() - 1.0);
        List<Phases.Phase> phases = new ArrayList<>();
        phases.add(new Phases.Phase(
                plan.frozen(), Curve.OneCycle.text(), Map.of(Encoder.EMBEDDING_GROUP, (float) options.rate())));
        phases.add(
                new Phases.Phase(plan.unfrozen(), options.curve(), Phases.geometric(groups, lowest, options.rate())));
        return new Phases(phases);
    }
}
