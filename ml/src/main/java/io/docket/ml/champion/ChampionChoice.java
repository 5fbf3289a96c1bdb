package io.docket.ml.champion;

import io.docket.ml.CandidateReport;
import io.docket.ml.ModelKind;
import io.docket.ml.evaluate.CrossFit;
import io.docket.ml.evaluate.Evaluation;
import io.docket.ml.evaluate.Evaluator;
import io.docket.ml.evaluate.PairedDifference;
import io.docket.ml.evaluate.Probabilities;
import io.docket.ml.evaluate.Temperature;
import io.docket.ml.evaluate.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Judges the candidates on the same rows and chooses the one to deploy.
 *
 * <p>The rule. Between two models: fewer errors, if the difference is more than one standard error of the paired difference;
 * otherwise the lower log loss, which is the less noisy figure. Their blend, measured with a weight that was chosen on other rows,
 * has to lower the log loss. Where the linear model is the better one it has to do so by more than one standard error, because
 * the blend costs the language model's time for every document; where the language model is the better one the linear model
 * comes for nothing and any gain will do. A blend that makes more errors than the better model is not deployed, however good its
 * probabilities are.
 */
final class ChampionChoice {

    private static final double STANDARD_ERRORS = 1;

    /** Nats per row; less than this is rounding. */
    private static final double LEAST_GAIN = 0.002;

    private final Truth truth;
    private final double targetPrecision;
    private final CrossFit crossFit;
    private final Map<ModelKind, double[][]> probabilities = new EnumMap<>(ModelKind.class);
    private final Map<ModelKind, double[][]> uncalibrated = new EnumMap<>(ModelKind.class);
    private final Map<ModelKind, Double> temperatures = new EnumMap<>(ModelKind.class);
    private final List<CandidateReport> reports = new ArrayList<>();
    private final double blendWeight;
    private final ModelKind winner;

    ChampionChoice(Truth truth, List<ScoredCandidate> candidates, double targetPrecision, long seed) {
        this.truth = truth;
        this.targetPrecision = targetPrecision;
        this.crossFit = new CrossFit(truth, seed);
        candidates.forEach(this::judge);
        if (candidates.size() == 1) {
            winner = candidates.getFirst().kind();
            blendWeight = winner == ModelKind.ULMFIT ? 1 : 0;
        } else {
            double weight = judgeBlend(candidates);
            winner = choose(weight);
            blendWeight = switch (winner) {
                case LINEAR -> 0;
                case ULMFIT -> 1;
                case BLEND -> weight;
            };
        }
    }

    ModelKind winner() {
        return winner;
    }

    Calibration calibration() {
        return new Calibration(temperatures, blendWeight);
    }

    List<CandidateReport> reports() {
        return List.copyOf(reports);
    }

    private void judge(ScoredCandidate candidate) {
        ModelKind kind = candidate.kind();
        double temperature = Temperature.fit(truth, candidate.logits());
        temperatures.put(kind, temperature);
        probabilities.put(kind, crossFit.calibrated(candidate.logits()));
        uncalibrated.put(kind, atTemperatureOne(candidate.logits()));
        reports.add(new CandidateReport(
                kind, evaluation(kind), candidate.trainingSeconds(), candidate.rowsPerSecond(), temperature));
    }

    private double judgeBlend(List<ScoredCandidate> candidates) {
        double[][] linear = probabilities.get(ModelKind.LINEAR);
        double[][] ulmfit = probabilities.get(ModelKind.ULMFIT);
        double weight = crossFit.bestWeight(linear, ulmfit);
        probabilities.put(ModelKind.BLEND, crossFit.blended(linear, ulmfit));
        double[][] raw = new double[truth.size()][];
        for (int row = 0; row < raw.length; row++) {
            raw[row] = Probabilities.blend(
                    uncalibrated.get(ModelKind.LINEAR)[row], uncalibrated.get(ModelKind.ULMFIT)[row], weight);
        }
        uncalibrated.put(ModelKind.BLEND, raw);
        double seconds = candidates.stream()
                .mapToDouble(ScoredCandidate::trainingSeconds)
                .sum();
        double secondsPerRow = candidates.stream()
                .mapToDouble(candidate -> 1 / candidate.rowsPerSecond())
                .sum();
        reports.add(new CandidateReport(ModelKind.BLEND, evaluation(ModelKind.BLEND), seconds, 1 / secondsPerRow, 1));
        return weight;
    }

    private ModelKind choose(double weight) {
        PairedDifference errors = PairedDifference.of(errors(ModelKind.LINEAR), errors(ModelKind.ULMFIT));
        PairedDifference losses = PairedDifference.of(losses(ModelKind.LINEAR), losses(ModelKind.ULMFIT));
        boolean errorsDecide = Math.abs(errors.mean()) > STANDARD_ERRORS * errors.standardError();
        ModelKind better = (errorsDecide ? errors : losses).mean() > 0 ? ModelKind.ULMFIT : ModelKind.LINEAR;
        boolean isMixture = weight > 0 && weight < 1;
        PairedDifference gain = PairedDifference.of(losses(better), losses(ModelKind.BLEND));
        double needed =
                switch (better) {
                    case LINEAR, BLEND -> STANDARD_ERRORS;
                    case ULMFIT -> 0;
                };
        boolean makesNoMoreErrors = mean(errors(ModelKind.BLEND)) <= mean(errors(better));
        return isMixture && makesNoMoreErrors && gain.mean() > LEAST_GAIN && gain.isPositive(needed)
                ? ModelKind.BLEND
                : better;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private Evaluation evaluation(ModelKind kind) {
        return Evaluator.evaluate(truth, probabilities.get(kind), uncalibrated.get(kind), targetPrecision);
    }

    private double[] errors(ModelKind kind) {
        double[] errors = new double[truth.size()];
        for (int row = 0; row < errors.length; row++) {
            errors[row] = truth.isRight(row, probabilities.get(kind)[row]) ? 0 : 1;
        }
        return errors;
    }

    private double[] losses(ModelKind kind) {
        double[] losses = new double[truth.size()];
        for (int row = 0; row < losses.length; row++) {
            losses[row] = truth.loss(row, probabilities.get(kind)[row]);
        }
        return losses;
    }

    private double[][] atTemperatureOne(float[][] logits) {
        double[][] result = new double[logits.length][];
        for (int row = 0; row < logits.length; row++) {
            result[row] = Probabilities.of(logits[row], 1, truth.mode());
        }
        return result;
    }
}
