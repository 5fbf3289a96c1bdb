package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.LabelMode;
import org.junit.jupiter.api.Test;

final class ClassifierLossTest {
    private static final float[][] TARGETS = {{1, 0, 0}, {0, 0, 1}};
    private static final float[] LOGITS = {0.5f, -1, 2, 0.1f, 0.2f, -0.3f};

    @Test
    void isTheCrossEntropyOfTheTrueLabel() {
        ClassifierLoss loss = new ClassifierLoss(LabelMode.SINGLE, 3, 0, new float[] {1, 1, 1});
        double first = Math.log(Math.exp(0.5) + Math.exp(-1) + Math.exp(2)) - 0.5;
        double second = Math.log(Math.exp(0.1) + Math.exp(0.2) + Math.exp(-0.3)) + 0.3;
        assertThat(loss.evaluate(LOGITS, TARGETS, new float[6])).isCloseTo((first + second) / 2, within(1e-6));
    }

    @Test
    void hasTheGradientOfFiniteDifferences() {
        for (LabelMode mode : LabelMode.values()) {
            ClassifierLoss loss = new ClassifierLoss(mode, 3, 0.1f, new float[] {1, 2, 0.5f});
            float[] gradient = new float[6];
            loss.evaluate(LOGITS, TARGETS, gradient);
            for (int i = 0; i < LOGITS.length; i++) {
                float[] above = LOGITS.clone();
                float[] below = LOGITS.clone();
                above[i] += 1e-2f;
                below[i] -= 1e-2f;
                double expected =
                        (loss.evaluate(above, TARGETS, new float[6]) - loss.evaluate(below, TARGETS, new float[6]))
                                / 2e-2;
                assertThat((double) gradient[i]).as("%s %s", mode, i).isCloseTo(expected, within(1e-4));
            }
        }
    }

    @Test
    void staysFiniteForHugeLogits() {
        float[] huge = {1e4f, -1e4f, 0, -1e4f, 1e4f, 0};
        for (LabelMode mode : LabelMode.values()) {
            ClassifierLoss loss = new ClassifierLoss(mode, 3, 0, new float[] {1, 1, 1});
            assertThat(loss.evaluate(huge, TARGETS, new float[6])).isFinite();
        }
    }
}
