package io.docket.ml.train;

import io.docket.ml.model.EncoderState;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.model.LanguageModelStep;
import io.docket.ml.model.Seeds;
import java.time.Duration;
import java.util.Set;

/**
 * Trains a language model step by step over any number of epochs. For one thread.
 *
 * <p>Everything that the next step depends on is either a function of the seed and the step's number or part of a
 * {@link Checkpoint}.
 */
public final class LanguageModelTrainer implements AutoCloseable {

    private static final int TRIALS = 4;
    /** The vector loops run a hundred times slower until the JIT has compiled them, which takes seconds. */
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private final LanguageModel model;
    private final TokenStream stream;
    private final LanguageModelSettings settings;
    private final LanguageModelStep gradients;
    private final EncoderState state;
    private final Adam optimiser;
    private LanguageModelBatches batches;
    private Position position;

    /**
     * Where a run is.
     *
     * @param step finished steps
     * @param epoch finished epochs
     * @param chunk finished chunks of the present epoch
     * @param tokens predicted so far
     */
    record Position(long step, int epoch, int chunk, long tokens) {}

    /**
     * What a step did.
     *
     * @param loss mean negative log-likelihood per token in nats
     * @param gradientNorm before clipping
     * @param tokens predicted
     */
    public record StepResult(double loss, double gradientNorm, int tokens) {}

    /** A trainer at the beginning of its run. The model stays the caller's. */
    public LanguageModelTrainer(LanguageModel model, TokenStream stream, LanguageModelSettings settings) {
        this.model = model;
        this.stream = stream;
        this.settings = settings;
        this.gradients = new LanguageModelStep(model, settings.steps(), settings.batch(), settings.regularisation());
        this.gradients.sampleClasses(settings.sampledClasses());
        this.state = model.encoder().newState(settings.batch());
        this.optimiser = new Adam(model.kernels(), model.parameters(), settings.decay(), settings.largestNorm());
        moveTo(new Position(0, 0, 0, 0));
    }

    /** Steps of one epoch. */
    public int stepsPerEpoch() {
        return batches.size();
    }

    /** Finished steps. */
    public long step() {
        return position.step();
    }

    /** Tokens predicted so far. */
    public long tokens() {
        return position.tokens();
    }

    /** Finished passes over the stream, with fraction. */
    public double epochs() {
        return position.epoch() + (double) position.chunk() / batches.size();
    }

    /** Takes the next step. */
    public StepResult next(StepRates rates) {
        if (position.chunk() == batches.size()) {
            moveTo(new Position(position.step(), position.epoch() + 1, 0, position.tokens()));
            state.reset();
        }
        LanguageModelBatches.Chunk chunk = batches.chunk(position.chunk());
        double loss = gradients.accumulate(
                chunk.ids(),
                chunk.targets(),
                chunk.steps(),
                settings.batch(),
                state,
                settings.dropouts(),
                Seeds.derive(settings.seed(), position.step()),
                rates.byGroup().keySet());
        double norm = optimiser.step(rates);
        int tokens = chunk.ids().length;
        position =
                new Position(position.step() + 1, position.epoch(), position.chunk() + 1, position.tokens() + tokens);
        return new StepResult(loss, norm, tokens);
    }

    /** Wall time of a step, measured on the first chunk without learning from it. */
    public Duration measureStep() {
        LanguageModelBatches.Chunk chunk = batches.chunk(0);
        long fastest = Long.MAX_VALUE;
        try (EncoderState throwaway = model.encoder().newState(settings.batch())) {
            long first = System.nanoTime();
            for (int trial = 0; trial < TRIALS || System.nanoTime() - first < WARM_UP.toNanos(); trial++) {
                long began = System.nanoTime();
                gradients.accumulate(
                        chunk.ids(),
                        chunk.targets(),
                        chunk.steps(),
                        settings.batch(),
                        throwaway,
                        settings.dropouts(),
                        settings.seed(),
                        Set.copyOf(model.parameters().groups()));
                model.kernels().fill(model.parameters().gradients(), 0);
                optimiser.idle();
                fastest = Math.min(fastest, System.nanoTime() - began);
            }
        }
        return Duration.ofNanos(fastest);
    }

    LanguageModel model() {
        return model;
    }

    Adam optimiser() {
        return optimiser;
    }

    EncoderState state() {
        return state;
    }

    Position position() {
        return position;
    }

    LanguageModelSettings settings() {
        return settings;
    }

    /** Goes to a position; documents are shuffled anew in each epoch. */
    void moveTo(Position target) {
        boolean sameEpoch = position != null && position.epoch() == target.epoch();
        if (!sameEpoch) {
            TokenStream shuffled = stream.shuffled(Seeds.derive(settings.seed(), -1L - target.epoch()));
            batches = new LanguageModelBatches(shuffled, settings.batch(), settings.steps());
        }
        position = target;
    }

    @Override
    public void close() {
        gradients.close();
        state.close();
        optimiser.close();
    }
}
