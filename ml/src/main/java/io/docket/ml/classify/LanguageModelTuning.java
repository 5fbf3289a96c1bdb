package io.docket.ml.classify;

import io.docket.ml.Cancellation;
import io.docket.ml.model.Dropouts;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.model.LanguageModelStep;
import io.docket.ml.train.Curve;
import io.docket.ml.train.LanguageModelProgress;
import io.docket.ml.train.LanguageModelRun;
import io.docket.ml.train.LanguageModelSettings;
import io.docket.ml.train.LanguageModelTrainer;
import io.docket.ml.train.Phases;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second stage of ULMFiT: adapts a language model to the texts of a run. A pretrained model first trains embedding and decoder
 * alone for a pass, as fastai does, then all groups with one-cycle rates. For one thread.
 */
final class LanguageModelTuning {
    /** Where more passes over few texts stop to help. */
    private static final int MOST_EPOCHS = 10;

    private static final int MOST_EPOCHS_FROM_NOTHING = 30;
    /** Tokens to predict in all when there is no time budget: minutes on two processors. */
    private static final long TOKENS = 1_500_000;

    private static final int MOST_BATCH = 32;
    private static final int STEPS = 72;
    /** Few texts give few steps; smaller batches give more of them. */
    private static final int FEWEST_STEPS_PER_EPOCH = 20;

    private static final int SMALLEST_BATCH = 4;
    private static final double FROZEN_RATE = 1e-2;
    private static final double RATE = 4e-3;
    private static final float DECAY = 0.1f;
    private static final float LARGEST_NORM = 1;
    /** No sampling of wrong answers: few steps should each teach all they can. */
    private static final int WHOLE_VOCABULARY = 0;

    private final LanguageModel model;
    private final boolean pretrained;
    private final TokenStream stream;
    private final long seed;

    LanguageModelTuning(StartingModel start, TokenStream stream, long seed) {
        this.model = start.model();
        this.pretrained = start.pretrained();
        this.stream = stream;
        this.seed = seed;
    }

    /** Passes that the plan makes without a time budget. */
    private int epochs(double tokens) {
        int most = pretrained ? MOST_EPOCHS : MOST_EPOCHS_FROM_NOTHING;
        return Math.clamp(Math.round(tokens / stream.size()), 1, most);
    }

    /**
     * Tunes the model in place.
     *
     * @param budget to stay within
     */
    void run(Optional<Duration> budget, LanguageModelProgress.Listener listener, Cancellation cancellation)
            throws IOException {
        int batch = Math.clamp(stream.size() / (STEPS * FEWEST_STEPS_PER_EPOCH), SMALLEST_BATCH, MOST_BATCH);
        if (stream.size() <= 2 * batch) {
            return; // a handful of words teaches nothing
        }
        int steps = Math.clamp((stream.size() - 1) / batch, 1, STEPS);
        LanguageModelSettings settings = new LanguageModelSettings(
                batch,
                steps,
                Dropouts.languageModel().scaled(pretrained ? 0.5f : 0.3f),
                new LanguageModelStep.Regularisation(0, 0),
                DECAY,
                LARGEST_NORM,
                WHOLE_VOCABULARY,
                seed);
        double tokens = pretrained ? TOKENS : 2.0 * TOKENS;
        if (budget.isPresent()) {
            tokens = Math.min(tokens, affordable(settings, budget.get()));
        }
        try (LanguageModelTrainer trainer = new LanguageModelTrainer(model, stream, settings)) {
            Phases schedule = schedule(trainer.stepsPerEpoch(), tokens);
            new LanguageModelRun(
                            trainer,
                            Optional.empty(),
                            new LanguageModelRun.Limits(
                                    budget, Optional.empty(), Duration.ofDays(1), Duration.ofDays(1)),
                            listener,
                            cancellation)
                    .run(schedule);
        }
    }

    /** Tokens that the budget allows. */
    private double affordable(LanguageModelSettings settings, Duration budget) {
        try (LanguageModelTrainer probe = new LanguageModelTrainer(model, stream, settings)) {
            double seconds = probe.measureStep().toNanos() / 1e9;
            double tokens = (double) settings.batch() * settings.steps();
            return tokens / seconds * budget.toMillis() / 1e3;
        }
    }

    private Phases schedule(int stepsPerEpoch, double tokens) {
        int epochs = epochs(tokens);
        // where there is time for less than the plan, all its parts shrink alike
        double share = Math.min(1, tokens / stream.size() / Math.max(epochs, pretrained ? 2 : 1));
        List<Phases.Phase> phases = new ArrayList<>();
        if (pretrained) {
            phases.add(new Phases.Phase(
                    Math.round(share * stepsPerEpoch),
                    Curve.OneCycle.frozenEpoch(),
                    Map.of(Encoder.EMBEDDING_GROUP, (float) FROZEN_RATE / 2)));
        }
        double lowest = pretrained
                ? RATE / Math.pow(ClassifierSettings.RATE_RATIO, model.config().layers())
                : RATE;
        phases.add(new Phases.Phase(
                Math.round(share * stepsPerEpoch * Math.max(1, epochs - (pretrained ? 1 : 0))),
                Curve.OneCycle.text(),
                rates(lowest, RATE)));
        return new Phases(phases);
    }

    /** Rates from the first layer to the decoder, spaced geometrically. */
    private Map<String, Float> rates(double lowest, double highest) {
        List<String> groups = new ArrayList<>();
        for (int layer = 0; layer < model.config().layers(); layer++) {
            groups.add(Encoder.layerGroup(layer));
        }
        groups.add(Encoder.EMBEDDING_GROUP);
        return Phases.geometric(groups, lowest, highest);
    }
}
