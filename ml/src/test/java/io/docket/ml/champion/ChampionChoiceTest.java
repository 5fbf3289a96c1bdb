package io.docket.ml.champion;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ml.CandidateReport;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.ModelKind;
import io.docket.ml.WeightedSpan;
import io.docket.ml.evaluate.Truth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChampionChoiceTest {

    private static final List<String> LABELS = List.of("a", "b", "c");
    private static final Truth TRUTH = truth(600);

    @Test
    void theClearlyBetterModelWins() {
        ChampionChoice choice = choose(logits(0.5, 3, 1), logits(3, 3, 1));
        assertThat(choice.winner()).isIn(ModelKind.ULMFIT, ModelKind.BLEND);
        assertThat(choice.calibration().share(ModelKind.ULMFIT)).isGreaterThan(0.8);
        ChampionChoice mirrored = choose(logits(3, 3, 1), logits(0.2, 3, 1));
        assertThat(mirrored.calibration().share(ModelKind.ULMFIT)).isLessThan(0.2);
    }

    @Test
    void modelsOfIndependentMistakesAreBlended() {
        ChampionChoice choice = choose(logits(1.2, 3, 1), logits(1.2, 4, 1));
        assertThat(choice.winner()).isEqualTo(ModelKind.BLEND);
        assertThat(choice.calibration().share(ModelKind.ULMFIT)).isBetween(0.3, 0.7);
        assertThat(error(choice, ModelKind.BLEND))
                .isLessThan(error(choice, ModelKind.LINEAR))
                .isLessThan(error(choice, ModelKind.ULMFIT));
    }

    @Test
    void aCopyOfTheSameModelIsNotBlendedIn() {
        float[][] same = logits(1.2, 3, 1);
        assertThat(choose(same, same).winner()).isEqualTo(ModelKind.LINEAR);
    }

    @Test
    void withFewLabelsTheBetterKnownKindIsLeftOnlyForClearlyFewerErrors() {
        ScoredCandidate worse = candidate(ModelKind.SEMI_SUPERVISED, logits(1.2, 3, 1));
        ScoredCandidate slightlyBetter = candidate(ModelKind.LINEAR, withOneMoreRight(logits(1.2, 3, 1)));
        ScoredCandidate clearlyBetter = candidate(ModelKind.LINEAR, logits(2.5, 3, 1));
        assertThat(List.of(
                        choice(true, slightlyBetter, worse).winner(),
                        choice(true, worse, slightlyBetter).winner()))
                .containsOnly(ModelKind.SEMI_SUPERVISED);
        assertThat(List.of(
                        choice(true, clearlyBetter, worse).winner(),
                        choice(true, worse, clearlyBetter).winner(),
                        choice(false, slightlyBetter, worse).winner()))
                .containsOnly(ModelKind.LINEAR);
    }

    @Test
    void aModelOfPureNoiseIsNotBlendedIn() {
        assertThat(choose(logits(1.5, 3, 1), logits(0, 5, 1)).winner()).isEqualTo(ModelKind.LINEAR);
    }

    @Test
    void aLittleNoiseThatSoftensSureMistakesIsNotBlendedIn() {
        ChampionChoice choice = choose(withSureMistakes(logits(4, 3, 1)), logits(0.1, 5, 0.1));
        assertThat(choice.winner()).isEqualTo(ModelKind.LINEAR);
    }

    @Test
    void whereTheLanguageModelAddsTooLittleTheOthersAreBlended() {
        ChampionChoice choice = choice(
                false,
                candidate(ModelKind.LINEAR, withSureMistakes(logits(3, 3, 1))),
                candidate(ModelKind.SEMI_SUPERVISED, withSureMistakes(logits(3, 4, 1))),
                candidate(ModelKind.ULMFIT, logits(0.1, 5, 0.1)));
        assertThat(choice.winner()).isEqualTo(ModelKind.BLEND);
        assertThat(choice.languageModelShare()).isZero();
    }

    private static float[][] withSureMistakes(float[][] logits) {
        for (int row = 0; row < logits.length; row += logits.length / 4) {
            int label = TRUTH.indices().get(row).iterator().next();
            logits[row][(label + 1) % LABELS.size()] = logits[row][label] + 30;
        }
        return logits;
    }

    @Test
    void threeModelsShareABlendByWhatEachAdds() {
        ChampionChoice choice = choice(
                false,
                candidate(ModelKind.LINEAR, logits(1.2, 3, 1)),
                candidate(ModelKind.SEMI_SUPERVISED, logits(1.2, 4, 1)),
                candidate(ModelKind.ULMFIT, logits(0, 5, 1)));
        assertThat(choice.winner()).isEqualTo(ModelKind.BLEND);
        assertThat(choice.calibration().share(ModelKind.LINEAR)).isBetween(0.3, 0.7);
        assertThat(choice.calibration().share(ModelKind.SEMI_SUPERVISED)).isBetween(0.3, 0.7);
        assertThat(choice.languageModelShare()).isLessThanOrEqualTo(0.1);
    }

    @Test
    void sayingWhyNamesTheFigures() {
        ChampionChoice choice = choose(logits(1.2, 3, 1), logits(1.2, 4, 1));
        Judgement judgement = new Judgement(choice.reports(), choice.winner(), LabelMode.SINGLE, 0.9);
        assertThat(judgement.sentence())
                .matches("On 600 rows that it had not seen, the label is right for \\d+ % of them "
                        + "\\(95 % interval \\d+ % to \\d+ %\\); it labels the \\d+ % .*\\.");
        assertThat(judgement.reason())
                .startsWith("The blend of the trained models is deployed: ")
                .contains("linear model ")
                .endsWith(").");
    }

    private static double error(ChampionChoice choice, ModelKind kind) {
        return choice.reports().stream()
                .filter(report -> report.kind() == kind)
                .map(CandidateReport::evaluation)
                .findFirst()
                .orElseThrow()
                .errorPercent();
    }

    private static ChampionChoice choose(float[][] linear, float[][] ulmfit) {
        return choice(false, candidate(ModelKind.LINEAR, linear), candidate(ModelKind.ULMFIT, ulmfit));
    }

    private static ChampionChoice choice(boolean fewLabels, ScoredCandidate... candidates) {
        return new ChampionChoice(TRUTH, List.of(candidates), fewLabels, 0.9, 1);
    }

    private static ScoredCandidate candidate(ModelKind kind, float[][] logits) {
        return new ScoredCandidate(kind, new NoModel(), logits, 1, 1, 1, List.of(), "");
    }

    /** Logits of a model that knows the truth to a degree and adds noise of its own. */
    private static float[][] logits(double knowledge, long seed, double noise) {
        Random random = new Random(seed);
        float[][] logits = new float[TRUTH.size()][LABELS.size()];
        for (int row = 0; row < logits.length; row++) {
            for (int label = 0; label < LABELS.size(); label++) {
                boolean isTrue = TRUTH.indices().get(row).contains(label);
                logits[row][label] = (float) ((isTrue ? knowledge : 0) + noise * random.nextGaussian());
            }
        }
        return logits;
    }

    private static float[][] withOneMoreRight(float[][] logits) {
        for (int row = 0; row < logits.length; row++) {
            int label = TRUTH.indices().get(row).iterator().next();
            boolean right = true;
            for (float other : logits[row]) {
                right &= other <= logits[row][label];
            }
            if (!right) {
                logits[row][label] += 10;
                return logits;
            }
        }
        throw new IllegalArgumentException("all are right");
    }

    private static Truth truth(int rows) {
        Random random = new Random(11);
        List<LabelledText> texts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            texts.add(new LabelledText("r" + row, "text " + row, LABELS.get(random.nextInt(LABELS.size()))));
        }
        return new Truth(texts, LABELS, LabelMode.SINGLE);
    }

    private static final class NoModel implements CandidateModel {
        @Override
        public float[][] logits(List<String> texts) {
            throw new UnsupportedOperationException("only its scores are looked at");
        }

        @Override
        public List<WeightedSpan> explain(String text, int label) {
            throw new UnsupportedOperationException("only its scores are looked at");
        }

        @Override
        public void save(Path folder) {
            throw new UnsupportedOperationException("only its scores are looked at");
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
