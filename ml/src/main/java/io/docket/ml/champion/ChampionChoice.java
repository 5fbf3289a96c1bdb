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
 * the better-known one ({@link #BY_FEW_LABELS}) is left only for one whose errors are fewer by two standard errors. A blend, measured with shares that were chosen on other rows, has
 * to lower the log loss of the best of them; any gain will do for one without the language model, because the others come for nothing. A blend in which the language
 * model has a share where it is not the best has to lower the log loss of all this by two standard errors, because it costs its time for every document and a
 * small share of any model softens sure mistakes. A blend that makes more errors than what it would replace is not deployed, however good its probabilities are.
 */
final class ChampionChoice {

    private static final double STANDARD_ERRORS = 1;

    /** With few labels, when little is known, and for the language model's share in a blend. */
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
            ModelKind best = kinds.stream().reduce(this::better).orElseThrow();
            Blend single = new Blend(Map.of(best, 1.0), probabilities.get(best));
            Blend chosen = choose(single, kinds);
            boolean deploysBlend = chosen.shares().size() > 1;
            winner = deploysBlend ? ModelKind.BLEND : best;
            Blend reported = deploysBlend ? chosen : blend(kinds);
            shares = reported.shares();
            report(reported, candidates);
        }
    }

    /**
     * A mixture of models.
     *
     * @param shares of the models that have one, together 1
     * @param probabilities of the judged rows, by shares that were chosen on others
     */
    private record Blend(Map<ModelKind, Double> shares, double[][] probabilities) {}

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

    private Blend blend(List<ModelKind> kinds) {
        List<double[][]> models = kinds.stream().map(probabilities::get).toList();
        double[] best = crossFit.bestShares(models);
        Map<ModelKind, Double> found = new EnumMap<>(ModelKind.class);
        for (int i = 0; i < best.length; i++) {
            if (best[i] > 0) {
                found.put(kinds.get(i), best[i]);
            }
        }
        return new Blend(found, crossFit.blended(models));
    }

    private void report(Blend blend, List<ScoredCandidate> candidates) {
        probabilities.put(ModelKind.BLEND, blend.probabilities());
        double[][] raw = new double[truth.size()][];
        for (int row = 0; row < raw.length; row++) {
            raw[row] = new double[truth.labels().size()];
            for (Map.Entry<ModelKind, Double> share : blend.shares().entrySet()) {
                Probabilities.add(share.getValue(), uncalibrated.get(share.getKey())[row], raw[row]);
            }
        }
        uncalibrated.put(ModelKind.BLEND, raw);
        double seconds = candidates.stream()
                .mapToDouble(ScoredCandidate::trainingSeconds)
                .sum();
        double secondsPerRow = candidates.stream()
                .filter(candidate -> blend.shares().containsKey(candidate.kind()))
                .mapToDouble(candidate -> 1 / candidate.rowsPerSecond())
                .sum();
        reports.add(new CandidateReport(ModelKind.BLEND, evaluation(ModelKind.BLEND), seconds, 1 / secondsPerRow, 1));
    }

    private Blend choose(Blend single, List<ModelKind> kinds) {
        boolean languageModelLeads = single.shares().containsKey(ModelKind.ULMFIT);
        Blend chosen = single;
        List<ModelKind> quick =
                kinds.stream().filter(kind -> kind != ModelKind.ULMFIT).toList();
        if (!languageModelLeads && quick.size() > 1) {
            chosen = better(chosen, blend(quick), fewLabels ? STANDARD_ERRORS_WITH_CARE : 0);
        }
        if (quick.size() < kinds.size()) {
            boolean takesCare = fewLabels || !languageModelLeads;
            chosen = better(chosen, blend(kinds), takesCare ? STANDARD_ERRORS_WITH_CARE : 0);
        }
        return chosen;
    }

    /** The blend if it is worth it, else what it would replace. */
    private Blend better(Blend before, Blend blend, double standardErrors) {
        PairedDifference gain = PairedDifference.of(losses(before.probabilities()), losses(blend.probabilities()));
        boolean makesNoMoreErrors = mean(errors(blend.probabilities())) <= mean(errors(before.probabilities()));
        return blend.shares().size() > 1
                        && makesNoMoreErrors
                        && gain.mean() > LEAST_GAIN
                        && gain.isPositive(standardErrors)
                ? blend
                : before;
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
        return errors(probabilities.get(kind));
    }

    private double[] errors(double[][] ofModel) {
        double[] errors = new double[truth.size()];
        for (int row = 0; row < errors.length; row++) {
            errors[row] = truth.isRight(row, ofModel[row]) ? 0 : 1;
        }
        return errors;
    }

    private double[] losses(ModelKind kind) {
        return losses(probabilities.get(kind));
    }

    private double[] losses(double[][] ofModel) {
        double[] losses = new double[truth.size()];
        for (int row = 0; row < losses.length; row++) {
            losses[row] = truth.loss(row, ofModel[row]);
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
