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
 * <p>The rule. Between two models, one pair after the other: fewer errors, if the difference is more than one standard error of
 * the paired difference; otherwise the lower log loss. With few labels a hundred rows tell less than what is known of the kinds:
 * the better-known one ({@link #BY_FEW_LABELS}) is left only for one whose errors are fewer by two standard errors. Their blend, measured with shares that were chosen on other rows, has
 * to lower the log loss of the best of them. Where the language model has a share in the blend and is not the best one, it has
 * to do so by two standard errors, because it costs its time for every document and a small share of any model softens sure
 * mistakes; the others come for nothing and any gain will do. A blend that makes more errors than the best model is not deployed, however good its probabilities are.
 */
final class ChampionChoice {

    private static final double STANDARD_ERRORS = 1;

    /** Where a wrong choice costs, or little is known: with few labels, and for the language model's share in a blend. */
    private static final double STANDARD_ERRORS_WITH_CARE = 2;

    /**
     * The better kind first. With 100 labels the semi-supervised model was better than the linear one on all eight public sets
     * ({@code docs/benchmarks.md}); a language model has to show that it is worth its time for every document.
     */
    private static final List<ModelKind> BY_FEW_LABELS =
            List.of(ModelKind.SEMI_SUPERVISED, ModelKind.LINEAR, ModelKind.ULMFIT);

    /** Nats per row; less than this is rounding. */
    private static final double LEAST_GAIN = 0.002;

    private final Truth truth;
    private final boolean fewLabels;
    private final double targetPrecision;
    private final CrossFit crossFit;
    private final Map<ModelKind, double[][]> probabilities = new EnumMap<>(ModelKind.class);
    private final Map<ModelKind, double[][]> uncalibrated = new EnumMap<>(ModelKind.class);
    private final Map<ModelKind, Double> temperatures = new EnumMap<>(ModelKind.class);
    private final List<CandidateReport> reports = new ArrayList<>();
    private final Map<ModelKind, Double> shares;
    private final ModelKind winner;

    /**
     * @param fewLabels whether the candidates learned from so few labelled rows that these are judged by cross-validation
     */
    ChampionChoice(
            Truth truth, List<ScoredCandidate> candidates, boolean fewLabels, double targetPrecision, long seed) {
        this.truth = truth;
        this.fewLabels = fewLabels;
        this.targetPrecision = targetPrecision;
        this.crossFit = new CrossFit(truth, seed);
        candidates.forEach(this::judge);
        List<ModelKind> kinds = candidates.stream().map(ScoredCandidate::kind).toList();
        if (kinds.size() == 1) {
            winner = kinds.getFirst();
            shares = Map.of(winner, 1.0);
        } else {
            shares = judgeBlend(candidates, kinds);
            winner = choose(kinds);
        }
    }

    ModelKind winner() {
        return winner;
    }

    Calibration calibration() {
        return new Calibration(temperatures, shares);
    }

    /** Share of the language model in the winner's probabilities. */
    double languageModelShare() {
        return switch (winner) {
            case LINEAR, SEMI_SUPERVISED -> 0;
            case ULMFIT -> 1;
            case BLEND -> shares.getOrDefault(ModelKind.ULMFIT, 0.0);
        };
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

    private Map<ModelKind, Double> judgeBlend(List<ScoredCandidate> candidates, List<ModelKind> kinds) {
        List<double[][]> models = kinds.stream().map(probabilities::get).toList();
        double[] best = crossFit.bestShares(models);
        Map<ModelKind, Double> found = new EnumMap<>(ModelKind.class);
        for (int i = 0; i < best.length; i++) {
            if (best[i] > 0) {
                found.put(kinds.get(i), best[i]);
            }
        }
        probabilities.put(ModelKind.BLEND, crossFit.blended(models));
        double[][] raw = new double[truth.size()][];
        for (int row = 0; row < raw.length; row++) {
            raw[row] = new double[truth.labels().size()];
            for (Map.Entry<ModelKind, Double> share : found.entrySet()) {
                Probabilities.add(share.getValue(), uncalibrated.get(share.getKey())[row], raw[row]);
            }
        }
        uncalibrated.put(ModelKind.BLEND, raw);
        double seconds = candidates.stream()
                .mapToDouble(ScoredCandidate::trainingSeconds)
                .sum();
        double secondsPerRow = candidates.stream()
                .filter(candidate -> found.containsKey(candidate.kind()))
                .mapToDouble(candidate -> 1 / candidate.rowsPerSecond())
                .sum();
        reports.add(new CandidateReport(ModelKind.BLEND, evaluation(ModelKind.BLEND), seconds, 1 / secondsPerRow, 1));
        return found;
    }

    private ModelKind choose(List<ModelKind> kinds) {
        ModelKind best = kinds.stream().reduce(this::better).orElseThrow();
        PairedDifference gain = PairedDifference.of(losses(best), losses(ModelKind.BLEND));
        boolean costsTheLanguageModel = best != ModelKind.ULMFIT && shares.containsKey(ModelKind.ULMFIT);
        double needed = fewLabels || costsTheLanguageModel ? STANDARD_ERRORS_WITH_CARE : 0;
        boolean makesNoMoreErrors = mean(errors(ModelKind.BLEND)) <= mean(errors(best));
        return shares.size() > 1 && makesNoMoreErrors && gain.mean() > LEAST_GAIN && gain.isPositive(needed)
                ? ModelKind.BLEND
                : best;
    }

    private ModelKind better(ModelKind one, ModelKind other) {
        if (fewLabels) {
            boolean oneIsKnown = BY_FEW_LABELS.indexOf(one) < BY_FEW_LABELS.indexOf(other);
            ModelKind known = oneIsKnown ? one : other;
            ModelKind rival = oneIsKnown ? other : one;
            PairedDifference lead = PairedDifference.of(errors(known), errors(rival));
            return lead.isPositive(STANDARD_ERRORS_WITH_CARE) ? rival : known;
        }
        PairedDifference errors = PairedDifference.of(errors(one), errors(other));
        PairedDifference losses = PairedDifference.of(losses(one), losses(other));
        boolean errorsDecide = Math.abs(errors.mean()) > STANDARD_ERRORS * errors.standardError();
        return (errorsDecide ? errors : losses).mean() > 0 ? other : one;
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
