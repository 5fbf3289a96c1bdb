package io.docket.ml.cli;

import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.Dropouts;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.EncoderPass;
import io.docket.ml.model.EncoderState;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.model.LanguageModelStep;
import io.docket.ml.model.LanguageModelStep.Regularisation;
import io.docket.ml.train.Adam;
import io.docket.ml.train.StepRates;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Our side of the benchmark: an LSTM language model with random weights on random tokens. */
final class BenchModel implements AutoCloseable {

    private static final int WARM_UP_STEPS = 3;
    private static final float RATE = 1e-3f;

    private final LanguageModel model;
    private final LanguageModelStep step;
    private final EncoderPass pass;
    private final EncoderState state;
    private final Adam optimiser;
    private final StepRates rates;
    private final int[] ids;
    private final int[] targets;
    private final int batch;
    private final int steps;
    private final BenchMlCommand.Clock clock;

    BenchModel(Kernels kernels, String preset, int vocabulary, int batch, int steps, BenchMlCommand.Clock clock) {
        EncoderConfig config =
                switch (preset) {
                    case "compact" -> EncoderConfig.compact(vocabulary, CellType.LSTM);
                    case "standard" -> EncoderConfig.standard(vocabulary, CellType.LSTM);
                    default -> throw new IllegalArgumentException("no preset " + preset);
                };
        this.batch = batch;
        this.steps = steps;
        this.clock = clock;
        model = LanguageModel.initialise(kernels, config, 1);
        step = new LanguageModelStep(model, steps, batch, new Regularisation(0, 0));
        pass = model.encoder().newPass(steps, batch);
        state = model.encoder().newState(batch);
        optimiser = new Adam(kernels, model.parameters(), 0.01f, 1);
        Map<String, Float> byGroup = new HashMap<>();
        model.layerGroups().forEach(group -> byGroup.put(group, RATE));
        rates = new StepRates(byGroup, 0.9f);
        SplittableRandom random = new SplittableRandom(1);
        ids = random.ints((long) steps * batch, 0, vocabulary).toArray();
        targets = random.ints((long) steps * batch, 0, vocabulary).toArray();
    }

    void warmUp() {
        for (int i = 0; i < WARM_UP_STEPS; i++) {
            trainSeconds();
            inferSeconds();
        }
    }

    double trainSeconds() {
        long began = clock.nanos();
        step.accumulate(
                ids,
                targets,
                steps,
                batch,
                state,
                Dropouts.NONE,
                1,
                rates.byGroup().keySet());
        optimiser.step(rates);
        return (clock.nanos() - began) / 1e9;
    }

    double inferSeconds() {
        long began = clock.nanos();
        pass.forward(ids, steps, batch, state);
        return (clock.nanos() - began) / 1e9;
    }

    /** Floating-point operations of the matrix products of a training step. */
    double trainingFlops() {
        EncoderConfig config = model.config();
        double perToken = (double) config.vocabulary() * config.embedding();
        for (int layer = 0; layer < config.layers(); layer++) {
            perToken += 4.0 * config.outputs(layer) * (config.inputs(layer) + config.outputs(layer));
        }
        // multiply and add; once forward, twice backward
        return 2 * 3 * perToken * batch * steps;
    }

    @Override
    public void close() {
        step.close();
        pass.close();
        state.close();
        optimiser.close();
        model.close();
    }
}
