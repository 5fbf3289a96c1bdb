package io.docket.ml.evaluate;

import java.util.List;
import java.util.Objects;

/**
 * The judgement of one classifier on rows that it has not seen.
 *
 * @param rows how many
 * @param accuracy share of the rows whose most probable label is right (multi-label: whose set of labels is exactly right)
 * @param accuracyInterval 95 % interval of the accuracy
 * @param macroF1 mean F1 of the labels that occur in the rows
 * @param logLoss mean negative log-likelihood of the truth, nats per row, calibrated
 * @param calibrationErrorBefore expected calibration error in 15 equal bins, before temperature scaling
 * @param calibrationError the same after; the temperature was fitted on other rows than those it is judged on
 * @param operatingPoint the smallest threshold with at least the target precision on these rows, and what it does
 * @param labelThresholds the same for single labels, in the model's order; those without enough evidence are not among them and
 *     go by the common threshold
 * @param labels per label, in the model's order
 * @param confusion non-empty cells, largest mistakes first, then the diagonal; empty for multi-label
 * @param reliability 15 bins
 * @param coverage thresholds from 0 to 1 with what each would do
 * @param histogram 20 bins of the top probability
 * @param topLosses at most 50 rows, largest loss first
 */
public record Evaluation(
        int rows,
        double accuracy,
        Interval accuracyInterval,
        double macroF1,
        double logLoss,
        double calibrationErrorBefore,
        double calibrationError,
        CoveragePoint operatingPoint,
        List<LabelThreshold> labelThresholds,
        List<LabelMetrics> labels,
        List<ConfusionCell> confusion,
        List<ReliabilityBin> reliability,
        List<CoveragePoint> coverage,
        List<HistogramBin> histogram,
        List<TopLoss> topLosses) {

    public Evaluation {
        Objects.requireNonNull(accuracyInterval, "accuracyInterval");
        Objects.requireNonNull(operatingPoint, "operatingPoint");
        // reports of earlier versions have none
        labelThresholds = labelThresholds == null ? List.of() : List.copyOf(labelThresholds);
        labels = List.copyOf(labels);
        confusion = List.copyOf(confusion);
        reliability = List.copyOf(reliability);
        coverage = List.copyOf(coverage);
        histogram = List.copyOf(histogram);
        topLosses = List.copyOf(topLosses);
    }

    /** Labels of at least this probability are assigned; 0 means that every row is labelled. */
    public double abstainThreshold() {
        return operatingPoint.threshold();
    }

    /** 100 × (1 − accuracy). */
    public double errorPercent() {
        return 100 * (1 - accuracy);
    }
}
