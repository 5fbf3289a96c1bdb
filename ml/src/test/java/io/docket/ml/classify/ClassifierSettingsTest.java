package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassifierSettingsTest {
    private static final int GROUPS = 4;

    @Test
    void withTimeEnoughAllStagesStay() {
        ClassifierSettings settings = ClassifierSettings.forRows(100, 3_000, GROUPS);

        assertThat(settings.within(Double.POSITIVE_INFINITY, 100)).isSameAs(settings);
    }

    @Test
    void withoutGradualUnfreezingAllLayersLearnFromTheStartInAsManyPasses() {
        ClassifierSettings gradual = ClassifierSettings.forRows(100, 3_000, GROUPS);
        ClassifierSettings atOnce = gradual.withAllLayersAtOnce();

        assertThat(atOnce.stages()).singleElement().satisfies(stage -> {
            assertThat(stage.layers()).isEqualTo(GROUPS);
            assertThat(stage.epochs())
                    .isEqualTo(gradual.stages().stream()
                            .mapToInt(ClassifierSettings.Stage::epochs)
                            .sum());
        });
    }

    @Test
    void withLittleTimeTheLastStageShrinks() {
        ClassifierSettings.Stage last = ClassifierSettings.forRows(100, 3_000, GROUPS)
                .within(12.9, 100)
                .stages()
                .getLast();

        assertThat(last.layers()).isEqualTo(GROUPS);
        assertThat(last.epochs()).isEqualTo(10);
    }

    @Test
    void withTimeForTooFewStepsTheEncoderStaysAsItIs() {
        assertThat(ClassifierSettings.forRows(100, 3_000, GROUPS).within(3, 100).stages())
                .isEmpty();
        assertThat(ClassifierSettings.forRows(10_000, 300_000, GROUPS)
                        .within(0.4, 10_000)
                        .stages())
                .isEmpty();
    }

    @Test
    void manyRowsMakeEnoughStepsInOnePass() {
        assertThat(ClassifierSettings.forRows(10_000, 300_000, GROUPS)
                        .within(1, 10_000)
                        .stages())
                .containsExactly(new ClassifierSettings.Stage(GROUPS, 1, 1e-2));
    }

    @Test
    void longTextsArePassedFewerTimes() {
        assertThat(passesWithAllLayers(5_000, 100_000)).isEqualTo(15);
        assertThat(passesWithAllLayers(5_000, 500_000)).isEqualTo(5);
        assertThat(passesWithAllLayers(5_000, 5_000_000)).isEqualTo(3);
    }

    private static int passesWithAllLayers(int rows, long tokens) {
        return ClassifierSettings.forRows(rows, tokens, GROUPS)
                .stages()
                .getLast()
                .epochs();
    }
}
