package io.docket.ml.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ml.Cancellation;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.text.SpecialTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LanguageModelTuningTest {

    @Test
    void tuningLowersTheLossAndTheSameSeedGivesTheSameModel() throws IOException {
        float[] first = tune();
        assertThat(tune()).isEqualTo(first);
    }

    private static float[] tune() throws IOException {
        try (Kernels kernels = new CpuKernels(2);
                LanguageModel model =
                        LanguageModel.initialise(kernels, new EncoderConfig(30, 8, 12, 3, CellType.LSTM), 1)) {
            double before = Perplexity.measure(model, text(2)).meanNegativeLogLikelihood();
            OptionalDouble after = LanguageModelTuning.tune(
                    model,
                    text(1),
                    Optional.of(text(2)),
                    new LanguageModelTuning.Options(
                            Curve.OneCycle.text(),
                            0.02,
                            2.6,
                            Optional.of(4),
                            0.5f,
                            Optional.empty(),
                            Optional.empty(),
                            9,
                            true),
                    LanguageModelProgress.Listener.silent(),
                    new Cancellation());
            assertThat(after.orElseThrow()).isLessThan(before - 0.2);
            return model.parameters().values().toArray();
        }
    }

    @Test
    void shortTextsGetSmallBatchesSoThatAnEpochHasSteps() {
        LanguageModelTuning.Options options = LanguageModelTuning.Options.defaults(1);
        LanguageModelSettings small = LanguageModelTuning.settings(3_000, 500, options);
        assertThat(3_000 / (small.batch() * small.steps())).isGreaterThanOrEqualTo(20);
        LanguageModelSettings large = LanguageModelTuning.settings(1_000_000, 16_000, options);
        assertThat(large.batch()).isEqualTo(64);
        assertThat(large.steps()).isEqualTo(72);
        assertThat(small.sampledClasses()).isZero();
        assertThat(large.sampledClasses()).isPositive();
    }

    @Test
    void theRateFinderLeavesTheWeightsAsTheyWere() {
        try (Kernels kernels = new CpuKernels(1);
                LanguageModel model =
                        LanguageModel.initialise(kernels, new EncoderConfig(30, 8, 12, 3, CellType.QRNN), 1)) {
            float[] before = model.parameters().values().toArray();
            RateFinder.Result result = RateFinder.find(
                    model, text(1), LanguageModelSettings.pretraining(1).withShape(4, 8));
            assertThat(model.parameters().values().toArray()).isEqualTo(before);
            assertThat(result.suggestion().orElseThrow()).isBetween(1e-5, 1.0);
        }
    }

    @Test
    void theValleyIsTheMiddleOfTheLongestFall() {
        List<Double> rates = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rates.add((double) i);
            losses.add(i < 40 ? 5 : i < 70 ? 5 - (i - 39) / 10.0 : 2 + (i - 69) / 5.0);
        }
        // falls from 39 or 40 to 69; a half of it further on
        assertThat(RateFinder.valley(rates, losses).orElseThrow()).isBetween(52.0, 56.0);
    }

    private static TokenStream text(long seed) {
        Random random = new Random(seed);
        List<int[]> documents = new ArrayList<>();
        for (int document = 0; document < 30; document++) {
            int[] ids = new int[25];
            ids[0] = SpecialTokens.BEGIN;
            for (int i = 1; i < ids.length; i++) {
                ids[i] = 10 + (i + random.nextInt(3)) % 20;
            }
            documents.add(ids);
        }
        return TokenStream.of(documents);
    }
}
