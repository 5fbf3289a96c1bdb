package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassifierSettingsTest {
    private static final int GROUPS = 4;

    @Test
    void withTimeEnoughAllStagesStay() {
        ClassifierSettings settings = ClassifierSettings.forRows(100, GROUPS);

        assertThat(settings.within(Double.POSITIVE_INFINITY, 100)).isSameAs(settings);
    }

    @Test
    void withoutGradualUnfreezingAllLayersLearnFromTheStartInAsManyPasses() {
        ClassifierSettings gradual = ClassifierSettings.forRows(100, GROUPS);
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
        ClassifierSettings.Stage last = ClassifierSettings.forRows(100, GROUPS)
                .within(12.9, 100)
                .stages()
                .getLast();

        assertThat(last.layers()).isEqualTo(GROUPS);
        assertThat(last.epochs()).isEqualTo(10);
    }

    @Test
    void withTimeForTooFewStepsTheEncoderStaysAsItIs() {
        assertThat(ClassifierSettings.forRows(100, GROUPS).within(3, 100).stages())
                .isEmpty();
        assertThat(ClassifierSettings.forRows(10_000, GROUPS)
                        .within(0.4, 10_000)
                        .stages())
                .isEmpty();
    }

    @Test
    void manyRowsMakeEnoughStepsInOnePass() {
        assertThat(ClassifierSettings.forRows(10_000, GROUPS).within(1, 10_000).stages())
                .containsExactly(new ClassifierSettings.Stage(GROUPS, 1, 1e-2));
    }
}
