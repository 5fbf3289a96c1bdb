package io.docket.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.LanguageModelStep.Regularisation;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradients of a whole language model, masks included, against finite differences. */
class LanguageModelStepTest {

    private static final int STEPS = 6;
    private static final int BATCH = 3;
    private static final int VOCABULARY = 11;
    private static final long SEED = 5;
    private static final Dropouts DROPOUTS = new Dropouts(0.1f, 0.2f, 0.3f, 0.2f, 0.3f);

    @ParameterizedTest
    @EnumSource(CellType.class)
    void gradientsOfAllWeightsAgreeWithFiniteDifferencesUnderDropout(CellType cell) {
        try (Kernels kernels = new CpuKernels(2);
                LanguageModel model = model(kernels, cell);
                LanguageModelStep step = new LanguageModelStep(model, STEPS, BATCH, new Regularisation(0, 0))) {
            Set<String> all = Set.copyOf(model.parameters().groups());
            loss(model, step, all);
            for (Parameter parameter : model.parameters().all()) {
                float[] gradient = parameter.gradient().toArray();
                for (int i = 0; i < gradient.length; i += Math.max(1, gradient.length / 9)) {
                    double numeric = difference(model, parameter, i);
                    assertThat((double) gradient[i])
                            .as("%s[%d]", parameter.name(), i)
                            .isCloseTo(numeric, within(2e-3 + 0.02 * Math.abs(numeric)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CellType.class)
    void frozenGroupsGetNoGradientAndTheOthersTheSame(CellType cell) {
        try (Kernels kernels = new CpuKernels(1);
                LanguageModel model = model(kernels, cell);
                LanguageModelStep step = new LanguageModelStep(model, STEPS, BATCH, Regularisation.defaults())) {
            loss(model, step, Set.copyOf(model.parameters().groups()));
            float[] full = model.parameters().get(lastWeight(cell)).gradient().toArray();
            kernels.fill(model.parameters().gradients(), 0);
            loss(model, step, Set.of("rnns.2"));
            assertThat(model.parameters().get(lastWeight(cell)).gradient().toArray())
                    .isEqualTo(full);
            for (Parameter parameter : model.parameters().all()) {
                if (!parameter.group().equals("rnns.2")) {
                    assertThat(parameter.gradient().toArray())
                            .as(parameter.name())
                            .containsOnly(0f);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CellType.class)
    void droppedRecurrentWeightsGetNoGradient(CellType cell) {
        try (Kernels kernels = new CpuKernels(1);
                LanguageModel model = model(kernels, cell);
                LanguageModelStep step = new LanguageModelStep(model, STEPS, BATCH, new Regularisation(0, 0))) {
            loss(model, step, Set.copyOf(model.parameters().groups()));
            float[] gradient =
                    model.parameters().get(lastWeight(cell)).gradient().toArray();
            int zeros = 0;
            for (float value : gradient) {
                zeros += value == 0 ? 1 : 0;
            }
            assertThat((double) zeros / gradient.length).isCloseTo(DROPOUTS.weight(), within(0.12));
        }
    }

    @ParameterizedTest
    @EnumSource(CellType.class)
    void stateCarriesTheMemoryFromChunkToChunk(CellType cell) {
        try (Kernels kernels = new CpuKernels(2);
                LanguageModel model = model(kernels, cell);
                EncoderPass pass = model.encoder().newPass(STEPS, BATCH);
                EncoderState whole = model.encoder().newState(BATCH);
                EncoderState parts = model.encoder().newState(BATCH)) {
            int[] ids = ids(0);
            float[] atOnce = pass.forward(ids, STEPS, BATCH, whole).toArray();
            int cut = 2 * BATCH;
            pass.forward(java.util.Arrays.copyOf(ids, cut), 2, BATCH, parts);
            float[] rest = pass.forward(java.util.Arrays.copyOfRange(ids, cut, ids.length), STEPS - 2, BATCH, parts)
                    .toArray();
            for (int i = 0; i < rest.length; i++) {
                assertThat(rest[i]).isCloseTo(atOnce[atOnce.length - rest.length + i], within(1e-6f));
            }
        }
    }

    private static String lastWeight(CellType cell) {
        return switch (cell) {
            case LSTM -> "rnns.2.weight_hh";
            case QRNN -> "rnns.2.layers.0.linear.weight";
        };
    }

    private static LanguageModel model(Kernels kernels, CellType cell) {
        LanguageModel model = LanguageModel.initialise(kernels, new EncoderConfig(VOCABULARY, 6, 7, 3, cell), SEED);
        // larger weights than at the start of training, so that the differences stand out of the rounding
        kernels.scale(2, model.parameters().values());
        return model;
    }

    private static double difference(LanguageModel model, Parameter parameter, int index) {
        float step = 5e-3f;
        float[] value = new float[1];
        parameter.values().read(index, value, 0, 1);
        float kept = value[0];
        double above = lossWith(model, parameter, index, kept + step);
        double below = lossWith(model, parameter, index, kept - step);
        parameter.values().write(index, new float[] {kept}, 0, 1);
        return (above - below) / (2 * step);
    }

    private static double lossWith(LanguageModel model, Parameter parameter, int index, float value) {
        parameter.values().write(index, new float[] {value}, 0, 1);
        try (LanguageModelStep step = new LanguageModelStep(model, STEPS, BATCH, new Regularisation(0, 0))) {
            return loss(model, step, Set.of());
        }
    }

    private static double loss(LanguageModel model, LanguageModelStep step, Set<String> groups) {
        try (EncoderState state = model.encoder().newState(BATCH)) {
            return step.accumulate(ids(0), ids(1), STEPS, BATCH, state, DROPOUTS, SEED, groups);
        }
    }

    private static int[] ids(int which) {
        return new Random(which).ints(STEPS * BATCH, 0, VOCABULARY).toArray();
    }
}
