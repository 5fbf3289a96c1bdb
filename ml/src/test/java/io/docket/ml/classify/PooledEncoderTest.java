package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.Dropouts;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.EncoderPass;
import io.docket.ml.model.EncoderState;
import io.docket.ml.model.Parameter;
import io.docket.ml.model.ParameterSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PooledEncoderTest {
    private static final EncoderConfig SIZES = new EncoderConfig(20, 4, 5, 2, CellType.LSTM);
    private static final PooledEncoder.Regularisation NONE = new PooledEncoder.Regularisation(0, 0);

    private CpuKernels kernels;
    private ParameterSet parameters;
    private Encoder encoder;

    @BeforeEach
    void makeAnEncoder() {
        kernels = new CpuKernels(1);
        parameters = ParameterSet.initialise(kernels, Encoder.specs(SIZES), 7);
        for (Parameter parameter : parameters.all()) { // larger than usual, so that the recurrence matters
            kernels.scale(3, parameter.values());
        }
        encoder = new Encoder(kernels, SIZES, parameters);
    }

    @AfterEach
    void free() {
        encoder.close();
        parameters.close();
        kernels.close();
    }

    private static int[][] texts(int... lengths) {
        Random random = new Random(lengths.length);
        int[][] texts = new int[lengths.length][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = random.ints(lengths[i], 0, SIZES.vocabulary()).toArray();
        }
        return texts;
    }

    @Test
    void poolsLastMaximumAndMeanAsOnePassWould() {
        for (int length : new int[] {1, 71, 72, 73, 1440}) {
            int[][] text = texts(length);
            try (PooledEncoder pooled = new PooledEncoder(kernels, encoder, 2)) {
                assertThat(pooled.pool(text)).as("%s tokens", length).containsExactly(naive(text[0], 0), within(1e-5f));
            }
        }
    }

    @Test
    void poolsOnlyTheLastTwentyChunksOfALongText() {
        int[][] text = texts(72 * 23 + 5);
        try (PooledEncoder pooled = new PooledEncoder(kernels, encoder, 1)) {
            assertThat(pooled.pool(text)).containsExactly(naive(text[0], 72 * 4), within(1e-5f));
        }
    }

    @Test
    void readsEachTextOfABatchAsIfItWereAlone() {
        int[][] batch = texts(1500, 150, 72, 3);
        try (PooledEncoder pooled = new PooledEncoder(kernels, encoder, 4)) {
            float[] together = pooled.pool(batch).clone();
            for (int i = 0; i < batch.length; i++) {
                float[] alone = pooled.pool(new int[][] {batch[i]});
                for (int j = 0; j < 12; j++) {
                    assertThat(together[i * 12 + j])
                            .as("text %s value %s", i, j)
                            .isCloseTo(alone[j], within(1e-5f));
                }
            }
        }
    }

    private float[] naive(int[] text, int firstPooled) {
        float[] pooled = new float[12];
        try (EncoderPass pass = encoder.newPass(text.length, 1);
                EncoderState state = encoder.newState(1)) {
            float[] outputs = pass.forward(text, text.length, 1, state).toArray();
            for (int i = 0; i < 4; i++) {
                float maximum = Float.NEGATIVE_INFINITY;
                double sum = 0;
                for (int step = firstPooled; step < text.length; step++) {
                    maximum = Math.max(maximum, outputs[step * 4 + i]);
                    sum += outputs[step * 4 + i];
                }
                pooled[i] = outputs[(text.length - 1) * 4 + i];
                pooled[4 + i] = maximum;
                pooled[8 + i] = (float) (sum / (text.length - firstPooled));
            }
        }
        return pooled;
    }

    @Test
    void hasTheGradientOfFiniteDifferencesWithinAChunk() {
        checkGradient(texts(9, 9, 4, 1), Dropouts.NONE, NONE);
    }

    @Test
    void hasTheGradientOfFiniteDifferencesUnderDropout() {
        checkGradient(texts(6, 3), new Dropouts(0.2f, 0.2f, 0.3f, 0.3f, 0), NONE);
    }

    private void checkGradient(int[][] batch, Dropouts dropouts, PooledEncoder.Regularisation regularisation) {
        Set<String> groups = new HashSet<>(parameters.groups());
        float[] direction = new float[batch.length * 12];
        Random random = new Random(1);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        try (PooledEncoder pooled = new PooledEncoder(kernels, encoder, 4)) {
            pooled.forward(batch, dropouts, 5);
            pooled.backward(direction, groups, regularisation);
            for (Parameter parameter : parameters.all()) {
                float[] values = parameter.values().toArray();
                float[] gradient = parameter.gradient().toArray();
                for (int round = 0; round < 6; round++) {
                    int index = random.nextInt(values.length);
                    float step = 1e-2f;
                    float kept = values[index];
                    values[index] = kept + step;
                    parameter.values().write(values);
                    double above = dot(pooled.forward(batch, dropouts, 5), direction);
                    values[index] = kept - step;
                    parameter.values().write(values);
                    double below = dot(pooled.forward(batch, dropouts, 5), direction);
                    values[index] = kept;
                    parameter.values().write(values);
                    double expected = (above - below) / (2 * step);
                    assertThat((double) gradient[index])
                            .as("%s[%s]", parameter.name(), index)
                            .isCloseTo(expected, within(0.03 * Math.abs(expected) + 0.02));
                }
            }
        }
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    @Test
    void recomputesLongTextsToTheSameGradientAsKeepingThem() {
        // Four chunks are kept, five are computed again: the fifth holds one token, whose share of the mean is known.
        int[][] kept = texts(72 * 4);
        int[][] longer = {Arrays.copyOf(kept[0], 72 * 4 + 1)};
        Dropouts dropouts = new Dropouts(0.1f, 0.2f, 0.3f, 0.2f, 0);
        Set<String> groups = new HashSet<>(parameters.groups());
        float[] meanOnly = new float[12];
        Arrays.fill(meanOnly, 8, 12, 1);
        try (PooledEncoder pooled = new PooledEncoder(kernels, encoder, 1)) {
            pooled.forward(kept, dropouts, 9);
            pooled.backward(meanOnly, groups, NONE);
            float[] first = parameters.get("rnns.1.bias").gradient().toArray();
            kernels.fill(parameters.gradients(), 0);
            pooled.forward(longer, dropouts, 9);
            pooled.backward(meanOnly, groups, NONE);
            float[] second = parameters.get("rnns.1.bias").gradient().toArray();
            for (int i = 0; i < first.length; i++) {
                assertThat((double) second[i])
                        .isCloseTo(first[i] * 288.0 / 289, within(0.01 + 0.01 * Math.abs(first[i])));
            }
        }
    }

    @Test
    void leavesFrozenGroupsAlone() {
        try (PooledEncoder pooled = new PooledEncoder(kernels, encoder, 2)) {
            pooled.forward(texts(8, 5), Dropouts.NONE, 1);
            pooled.backward(new float[24], Set.of("rnns.1"), new PooledEncoder.Regularisation(2, 1));
            assertThat(kernels.sumOfSquares(parameters.get("rnns.1.bias").gradient()))
                    .isPositive();
            assertThat(kernels.sumOfSquares(parameters.get("rnns.0.bias").gradient()))
                    .isZero();
            assertThat(kernels.sumOfSquares(parameters.get("encoder.weight").gradient()))
                    .isZero();
        }
    }

    @Test
    void refusesTextsOutOfOrder() {
        try (PooledEncoder pooled = new PooledEncoder(kernels, encoder, 2)) {
            assertThatIllegalArgumentException().isThrownBy(() -> pooled.pool(texts(3, 5)));
        }
    }
}
