package io.docket.ml.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final List<String> LABELS = List.of("a", "b", "c");

    /** Rows whose label is drawn from the softmax of the logits: temperature 1 is right for them by construction. */
    private record Drawn(Truth truth, float[][] logits) {

        static Drawn of(int rows, long seed) {
            Random random = new Random(seed);
            List<LabelledText> texts = new ArrayList<>();
            float[][] logits = new float[rows][];
            for (int row = 0; row < rows; row++) {
                logits[row] = new float[] {
                    (float) random.nextGaussian() * 2, (float) random.nextGaussian() * 2, (float) random.nextGaussian()
                };
                double[] probabilities = Probabilities.of(logits[row], 1, LabelMode.SINGLE);
                double point = random.nextDouble();
                int label = point < probabilities[0] ? 0 : point < probabilities[0] + probabilities[1] ? 1 : 2;
                texts.add(new LabelledText("r" + row, "text " + row, LABELS.get(label)));
            }
            return new Drawn(new Truth(texts, LABELS, LabelMode.SINGLE), logits);
        }

        float[][] times(float factor) {
            float[][] scaled = new float[logits.length][];
            for (int row = 0; row < scaled.length; row++) {
                scaled[row] = new float[] {logits[row][0] * factor, logits[row][1] * factor, logits[row][2] * factor};
            }
            return scaled;
        }
    }

    @Test
    void findsTheTemperatureThatWasHidden() {
        Drawn drawn = Drawn.of(5_000, 7);
        assertThat(Temperature.fit(drawn.truth(), drawn.times(3))).isEqualTo(3, within(0.3));
        assertThat(Temperature.fit(drawn.truth(), drawn.times(0.5f))).isEqualTo(0.5, within(0.05));
    }

    @Test
    void lowersTheCalibrationErrorOfAnOverconfidentModel() {
        Drawn drawn = Drawn.of(3_000, 8);
        float[][] overconfident = drawn.times(4);
        double[][] before = new double[overconfident.length][];
        for (int row = 0; row < before.length; row++) {
            before[row] = Probabilities.of(overconfident[row], 1, LabelMode.SINGLE);
        }
        double[][] after = new CrossFit(drawn.truth(), 1).calibrated(overconfident);
        Evaluation evaluation = Evaluator.evaluate(drawn.truth(), after, before, 0.9);
        assertThat(evaluation.calibrationErrorBefore()).isGreaterThan(0.1);
        assertThat(evaluation.calibrationError()).isLessThan(0.04);
    }

    @Test
    void trustsAModelWithoutMistakesNoFurtherThanItsRowsReach() {
        List<LabelledText> rows = new ArrayList<>();
        float[][] logits = new float[50][];
        for (int row = 0; row < logits.length; row++) {
            rows.add(new LabelledText("r" + row, "text " + row, LABELS.get(row % 3)));
            logits[row] = new float[3];
            logits[row][row % 3] = 2;
        }
        double temperature = Temperature.fit(new Truth(rows, LABELS, LabelMode.SINGLE), logits);
        double[] probabilities = Probabilities.of(logits[0], temperature, LabelMode.SINGLE);
        assertThat(probabilities[0]).isEqualTo(1 - 1.0 / 52, within(2e-3));
    }

    @Test
    void softmaxAndLogisticByHand() {
        assertThat(Probabilities.of(new float[] {0, (float) Math.log(3)}, 1, LabelMode.SINGLE))
                .containsExactly(new double[] {0.25, 0.75}, within(1e-7));
        assertThat(Probabilities.of(new float[] {0, (float) Math.log(3)}, 1, LabelMode.MULTI))
                .containsExactly(new double[] {0.5, 0.75}, within(1e-7));
        assertThat(Probabilities.of(new float[] {2_000, 0}, 0.5, LabelMode.SINGLE))
                .containsExactly(1, 0);
    }

    @Test
    void blendsTowardsTheModelThatKnows() {
        Drawn drawn = Drawn.of(2_000, 9);
        CrossFit crossFit = new CrossFit(drawn.truth(), 1);
        double[][] knows = crossFit.calibrated(drawn.logits());
        double[][] guesses = new double[knows.length][];
        for (int row = 0; row < guesses.length; row++) {
            guesses[row] = new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0};
        }
        assertThat(crossFit.bestShares(List.of(guesses, knows))[1]).isGreaterThan(0.9);
        assertThat(crossFit.bestShares(List.of(knows, guesses))[1]).isLessThan(0.1);
    }
}
