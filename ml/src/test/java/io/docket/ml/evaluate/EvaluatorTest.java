package io.docket.ml.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

    private static final List<LabelledText> ROWS = List.of(
            new LabelledText("1", "one", "a"),
            new LabelledText("2", "two", "a"),
            new LabelledText("3", "three", "b"),
            new LabelledText("4", "four", "b"));

    private static final double[][] PROBABILITIES = {{0.9, 0.1}, {0.4, 0.6}, {0.2, 0.8}, {0.3, 0.7}};

    private final Evaluation evaluation =
            Evaluator.evaluate(new Truth(ROWS, List.of("a", "b"), LabelMode.SINGLE), PROBABILITIES, PROBABILITIES, 1);

    @Test
    void countsByHand() {
        assertThat(evaluation.accuracy()).isEqualTo(0.75);
        assertThat(evaluation.errorPercent()).isEqualTo(25);
        LabelMetrics a = evaluation.labels().getFirst();
        assertThat(a.precision()).isEqualTo(1);
        assertThat(a.recall()).isEqualTo(0.5);
        assertThat(a.f1()).isEqualTo(2.0 / 3, within(1e-12));
        LabelMetrics b = evaluation.labels().getLast();
        assertThat(b.precision()).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(b.recall()).isEqualTo(1);
        assertThat(evaluation.macroF1()).isEqualTo((2.0 / 3 + 0.8) / 2, within(1e-12));
        assertThat(evaluation.logLoss())
                .isEqualTo(-(Math.log(0.9) + Math.log(0.4) + Math.log(0.8) + Math.log(0.7)) / 4, within(1e-12));
        assertThat(evaluation.confusion().getFirst()).isEqualTo(new ConfusionCell("a", "b", 1));
    }

    @Test
    void calibrationErrorIsTheMeanGapOfTheBins() {
        // each of 0.9, 0.6, 0.8, 0.7 falls into a bin of its own
        assertThat(evaluation.calibrationError()).isEqualTo((0.1 + 0.6 + 0.2 + 0.3) / 4, within(1e-12));
    }

    @Test
    void abstainsBelowTheSmallestThresholdOfFullPrecision() {
        assertThat(evaluation.abstainThreshold()).isEqualTo(0.7);
        assertThat(evaluation.operatingPoint().coverage()).isEqualTo(0.75);
        assertThat(evaluation.operatingPoint().precision()).isEqualTo(1);
        CoveragePoint everything = evaluation.coverage().getFirst();
        assertThat(everything.coverage()).isEqualTo(1);
        assertThat(everything.precision()).isEqualTo(0.75);
    }

    @Test
    void namesTheMostSurprisingRowFirst() {
        TopLoss worst = evaluation.topLosses().getFirst();
        assertThat(worst.rowId()).isEqualTo("2");
        assertThat(worst.predicted()).isEqualTo("b");
        assertThat(worst.loss()).isEqualTo(-Math.log(0.4), within(1e-12));
    }

    @Test
    void fillsTheHistogram() {
        assertThat(evaluation.histogram()).hasSize(20);
        assertThat(evaluation.histogram().stream()
                        .mapToInt(HistogramBin::correct)
                        .sum())
                .isEqualTo(3);
        assertThat(evaluation.histogram().get(12)).isEqualTo(new HistogramBin(0.6, 0.65, 0, 1));
    }

    @Test
    void judgesSetsOfLabels() {
        List<LabelledText> rows = List.of(
                new LabelledText("1", "x", List.of("a", "b")),
                new LabelledText("2", "y", List.of()),
                new LabelledText("3", "z", List.of("b")));
        double[][] probabilities = {{0.9, 0.8}, {0.1, 0.2}, {0.7, 0.9}};
        Evaluation multi = Evaluator.evaluate(
                new Truth(rows, List.of("a", "b"), LabelMode.MULTI), probabilities, probabilities, 0.9);
        assertThat(multi.accuracy()).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(multi.labels().getFirst().precision()).isEqualTo(0.5);
        assertThat(multi.labels().getLast().f1()).isEqualTo(1);
        assertThat(multi.confusion()).isEmpty();
        assertThat(multi.abstainThreshold()).isEqualTo(0.8);
    }

    /** Label a is right where it is sure; label b is right as often at any probability; c has too few rows. */
    @Test
    void aLabelWithEnoughEvidenceHasAThresholdOfItsOwn() {
        List<LabelledText> rows = new ArrayList<>();
        List<double[]> scores = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double sure = 0.5 + i / 100.0;
            rows.add(new LabelledText("a" + i, "a" + i, i < 10 ? "b" : "a"));
            scores.add(new double[] {sure, 0.9 - sure, 0.1});
            rows.add(new LabelledText("b" + i, "b" + i, i % 2 == 0 ? "a" : "b"));
            scores.add(new double[] {0.9 - sure, sure, 0.1});
        }
        rows.add(new LabelledText("c", "c", "c"));
        scores.add(new double[] {0.1, 0.1, 0.8});
        double[][] probabilities = scores.toArray(double[][]::new);
        Evaluation judged = Evaluator.evaluate(
                new Truth(rows, List.of("a", "b", "c"), LabelMode.SINGLE), probabilities, probabilities, 0.95);

        assertThat(judged.labelThresholds()).extracting(LabelThreshold::label).containsExactly("a", "b");
        LabelThreshold a = judged.labelThresholds().getFirst();
        assertThat(a.decisions()).isEqualTo(40);
        assertThat(a.point().threshold()).isEqualTo(0.59, within(1e-9)); // 30 of 31 are right
        assertThat(a.point().precision()).isEqualTo(30.0 / 31, within(1e-9));
        assertThat(a.point().coverage()).isEqualTo(31.0 / 40, within(1e-9));
        LabelThreshold b = judged.labelThresholds().getLast();
        // out of reach: the best there is among thresholds that leave ten rows at least
        assertThat(b.point().precision()).isBetween(0.5, 0.6);
        assertThat(b.point().coverage()).isGreaterThanOrEqualTo(10.0 / 40);
    }

    @Test
    void aLabelThatTheModelDoesNotKnowIsAnError() {
        Truth truth = new Truth(List.of(new LabelledText("1", "x", "new")), List.of("a", "b"), LabelMode.SINGLE);
        double[][] probabilities = {{1, 0}};
        Evaluation evaluated = Evaluator.evaluate(truth, probabilities, probabilities, 0.9);
        assertThat(evaluated.accuracy()).isZero();
        assertThat(evaluated.logLoss()).isFinite();
    }

    @Test
    void wilsonIntervalsAgreeWithThePublishedValues() {
        // 81 of 263: 0.255 to 0.366 (Newcombe 1998, table I)
        Interval interval = Interval.wilson(81, 263);
        assertThat(interval.lower()).isEqualTo(0.2553, within(5e-5));
        assertThat(interval.upper()).isEqualTo(0.3662, within(5e-5));
        assertThat(Interval.wilson(0, 0)).isEqualTo(new Interval(0, 1));
        assertThat(Interval.wilson(20, 20).upper()).isEqualTo(1);
    }
}
