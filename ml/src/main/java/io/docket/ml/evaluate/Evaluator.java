package io.docket.ml.evaluate;

import io.docket.ml.LabelMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Turns probabilities on held-out rows into an {@link Evaluation}. Stateless. */
public final class Evaluator {

    private static final int RELIABILITY_BINS = 15; // as in Guo et al. 2017
    private static final int HISTOGRAM_BINS = 20;
    private static final int TOP_LOSSES = 50;

    /** A label with fewer decisions on held-out rows goes by the common threshold. */
    private static final int LEAST_EVIDENCE = 25;

    /** A threshold of one label leaves at least so many of them: the precision of fewer is chance. */
    private static final int LEAST_ASSIGNED = 10;

    /** The threshold of one label stays above, unless the common one is below: what is unlikely need not be assigned. */
    private static final double MORE_LIKELY_RIGHT = 0.5;

    private Evaluator() {}

    /**
     * Judges probabilities.
     *
     * @param truth the rows
     * @param probabilities calibrated, rows × labels; made without looking at the row they are for
     * @param uncalibrated the same before calibration
     * @param targetPrecision for the abstain threshold
     */
    public static Evaluation evaluate(
            Truth truth, double[][] probabilities, double[][] uncalibrated, double targetPrecision) {
        if (probabilities.length != truth.size() || truth.size() == 0) {
            throw new IllegalArgumentException(probabilities.length + " scores for " + truth.size() + " rows");
        }
        int right = 0;
        double[] losses = new double[truth.size()];
        for (int row = 0; row < truth.size(); row++) {
            right += truth.isRight(row, probabilities[row]) ? 1 : 0;
            losses[row] = truth.loss(row, probabilities[row]);
        }
        List<LabelMetrics> labels = labels(truth, probabilities);
        List<Decision> decisions = Decision.of(truth, probabilities);
        List<ReliabilityBin> reliability = reliability(decisions);
        ThresholdCurve curve = new ThresholdCurve(decisions, positives(truth, decisions));
        CoveragePoint common = curve.pointFor(targetPrecision);
        return new Evaluation(
                truth.size(),
                (double) right / truth.size(),
                Interval.wilson(right, truth.size()),
                labels.stream()
                        .filter(label -> label.support() > 0)
                        .mapToDouble(LabelMetrics::f1)
                        .average()
                        .orElse(0),
                IntStream.range(0, losses.length)
                        .mapToDouble(row -> losses[row])
                        .average()
                        .orElse(0),
                calibrationError(reliability(Decision.of(truth, uncalibrated))),
                calibrationError(reliability),
                common,
                labelThresholds(truth, probabilities, targetPrecision, Math.min(MORE_LIKELY_RIGHT, common.threshold())),
                labels,
                truth.mode() == LabelMode.SINGLE ? confusion(truth, probabilities) : List.of(),
                reliability,
                curve.points(),
                histogram(decisions),
                topLosses(truth, probabilities, losses));
    }

    private static List<LabelMetrics> labels(Truth truth, double[][] probabilities) {
        int count = truth.labels().size();
        int[] support = new int[count];
        int[] predicted = new int[count];
        int[] correct = new int[count];
        for (int row = 0; row < truth.size(); row++) {
            int top = Probabilities.top(probabilities[row]);
            for (int label = 0; label < count; label++) {
                boolean isTrue = truth.has(row, label);
                boolean given = truth.mode() == LabelMode.SINGLE ? label == top : probabilities[row][label] >= 0.5;
                support[label] += isTrue ? 1 : 0;
                predicted[label] += given ? 1 : 0;
                correct[label] += isTrue && given ? 1 : 0;
            }
        }
        return IntStream.range(0, count)
                .mapToObj(label ->
                        LabelMetrics.of(truth.labels().get(label), support[label], predicted[label], correct[label]))
                .toList();
    }

    private static List<LabelThreshold> labelThresholds(
            Truth truth, double[][] probabilities, double targetPrecision, double floor) {
        List<LabelThreshold> thresholds = new ArrayList<>();
        for (int label = 0; label < truth.labels().size(); label++) {
            List<Decision> decisions = Decision.of(truth, probabilities, label);
            int evidence =
                    switch (truth.mode()) {
                        case SINGLE -> decisions.size();
                        case MULTI ->
                            (int) decisions.stream().filter(Decision::right).count();
                    };
            if (evidence >= LEAST_EVIDENCE) {
                thresholds.add(new LabelThreshold(
                        truth.labels().get(label),
                        evidence,
                        new ThresholdCurve(decisions, evidence).pointFor(targetPrecision, LEAST_ASSIGNED, floor)));
            }
        }
        return thresholds;
    }

    private static List<ConfusionCell> confusion(Truth truth, double[][] probabilities) {
        record Pair(String truth, String predicted) {}
        TreeMap<Pair, Integer> cells =
                new TreeMap<>(Comparator.comparing(Pair::truth).thenComparing(Pair::predicted));
        for (int row = 0; row < truth.size(); row++) {
            String predicted = truth.labels().get(Probabilities.top(probabilities[row]));
            cells.merge(new Pair(truth.rows().get(row).label(), predicted), 1, Integer::sum);
        }
        return cells.entrySet().stream()
                .map(cell ->
                        new ConfusionCell(cell.getKey().truth(), cell.getKey().predicted(), cell.getValue()))
                .sorted(Comparator.comparing(
                                (ConfusionCell cell) -> cell.truth().equals(cell.predicted()))
                        .thenComparing(ConfusionCell::rows, Comparator.reverseOrder()))
                .toList();
    }

    private static List<ReliabilityBin> reliability(List<Decision> decisions) {
        int[] rows = new int[RELIABILITY_BINS];
        int[] right = new int[RELIABILITY_BINS];
        double[] confidence = new double[RELIABILITY_BINS];
        for (Decision decision : decisions) {
            int bin = bin(decision.probability(), RELIABILITY_BINS);
            rows[bin]++;
            right[bin] += decision.right() ? 1 : 0;
            confidence[bin] += decision.probability();
        }
        return IntStream.range(0, RELIABILITY_BINS)
                .mapToObj(bin -> new ReliabilityBin(
                        (double) bin / RELIABILITY_BINS,
                        (bin + 1.0) / RELIABILITY_BINS,
                        rows[bin],
                        rows[bin] == 0 ? 0 : confidence[bin] / rows[bin],
                        rows[bin] == 0 ? 0 : (double) right[bin] / rows[bin]))
                .toList();
    }

    private static double calibrationError(List<ReliabilityBin> bins) {
        double all = bins.stream().mapToInt(ReliabilityBin::rows).sum();
        return bins.stream()
                .mapToDouble(bin -> bin.rows() / Math.max(1, all) * Math.abs(bin.confidence() - bin.accuracy()))
                .sum();
    }

    private static List<HistogramBin> histogram(List<Decision> decisions) {
        int[] right = new int[HISTOGRAM_BINS];
        int[] wrong = new int[HISTOGRAM_BINS];
        for (Decision decision : decisions) {
            (decision.right() ? right : wrong)[bin(decision.probability(), HISTOGRAM_BINS)]++;
        }
        return IntStream.range(0, HISTOGRAM_BINS)
                .mapToObj(bin -> new HistogramBin(
                        (double) bin / HISTOGRAM_BINS, (bin + 1.0) / HISTOGRAM_BINS, right[bin], wrong[bin]))
                .toList();
    }

    private static List<TopLoss> topLosses(Truth truth, double[][] probabilities, double[] losses) {
        List<TopLoss> tops = new ArrayList<>();
        IntStream.range(0, losses.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -losses[row])
                        .thenComparing(row -> truth.rows().get(row).id()))
                .limit(TOP_LOSSES)
                .forEach(row -> {
                    int top = Probabilities.top(probabilities[row]);
                    tops.add(new TopLoss(
                            truth.rows().get(row).id(),
                            truth.rows().get(row).labels(),
                            truth.labels().get(top),
                            probabilities[row][top],
                            losses[row]));
                });
        return tops;
    }

    /** What coverage is a share of: rows (each has one decision), or true labels. */
    private static int positives(Truth truth, List<Decision> decisions) {
        return switch (truth.mode()) {
            case SINGLE -> decisions.size();
            case MULTI ->
                truth.rows().stream().mapToInt(row -> row.labels().size()).sum();
        };
    }

    private static int bin(double probability, int bins) {
        return Math.clamp((int) (probability * bins), 0, bins - 1);
    }
}
