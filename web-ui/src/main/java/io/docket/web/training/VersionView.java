package io.docket.web.training;

import io.docket.ml.CandidateReport;
import io.docket.ml.ModelKind;
import io.docket.ml.TrainingReport;
import io.docket.ml.evaluate.ConfusionCell;
import io.docket.ml.evaluate.CoveragePoint;
import io.docket.ml.evaluate.Evaluation;
import io.docket.ml.evaluate.LabelThreshold;
import io.docket.ml.evaluate.TopLoss;
import io.docket.web.taxonomy.Classifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the report on one model version shows. Public for templates.
 *
 * @param version the version reported on
 * @param report its report
 * @param champion the version that serves, when it is another one
 * @param championReport that version's report
 * @param chosen the threshold that people have set for the classifier
 */
public record VersionView(
        Classifier classifier,
        ModelVersion version,
        TrainingReport report,
        Optional<ModelVersion> champion,
        Optional<TrainingReport> championReport,
        Optional<Double> chosen) {

    /** More labels than this make a matrix that nobody reads; the largest confusions are listed instead. */
    private static final int LARGEST_MATRIX = 20;

    private static final int MOST_CONFUSIONS = 20;
    private static final int MOST_LOSSES = 10;

    /** The judgement of the deployed candidate. */
    public Evaluation evaluation() {
        return report.champion().evaluation();
    }

    /** The judgement of the version that serves. */
    public Optional<Evaluation> championEvaluation() {
        return championReport.map(other -> other.champion().evaluation());
    }

    /** Whether this version serves. */
    public boolean serving() {
        return version.state() == ModelVersion.State.CHAMPION;
    }

    /** How the figures were made, as the end of a sentence. */
    public String judgedOn() {
        return switch (report.estimate()) {
            case HELD_OUT -> "judged on " + report.evaluatedRows() + " that it never saw";
            case CROSS_VALIDATION -> "each judged by a model that had not seen it (" + report.folds() + " folds)";
            case SUPPLIED -> "judged on " + report.evaluatedRows() + " set aside beforehand";
        };
    }

    /** How sure it must be before its label counts; labels with a threshold of their own aside. */
    public double threshold() {
        return chosen.orElse(report.model().abstainThreshold());
    }

    /** What the threshold does. */
    public Optional<CoveragePoint> atThreshold() {
        return evaluation().coverage().stream()
                .min(Comparator.comparingDouble(point -> Math.abs(point.threshold() - threshold())));
    }

    /** The threshold that training found for a label, if it saw enough of it. */
    public Optional<LabelThreshold> ownThreshold(String label) {
        return evaluation().labelThresholds().stream()
                .filter(own -> own.label().equals(label))
                .findFirst();
    }

    public List<CandidateReport> candidates() {
        return report.candidates();
    }

    public boolean isChosen(CandidateReport candidate) {
        return candidate.kind() == report.model().kind();
    }

    /** Whether the matrix is small enough to be drawn. */
    public boolean drawable() {
        return evaluation().labels().size() <= LARGEST_MATRIX
                && !evaluation().confusion().isEmpty();
    }

    /** A row of the matrix. */
    public record MatrixRow(String truth, List<MatrixCell> cells) {}

    /** A cell: how many, and how strongly it is coloured. */
    public record MatrixCell(String predicted, int rows, String style) {}

    /** The confusion matrix, labels in the model's order. */
    public List<MatrixRow> matrix() {
        Map<String, Integer> cells = evaluation().confusion().stream()
                .collect(Collectors.toMap(cell -> cell.truth() + "\u0000" + cell.predicted(), ConfusionCell::rows));
        List<String> labels =
                evaluation().labels().stream().map(metrics -> metrics.label()).toList();
        List<MatrixRow> rows = new ArrayList<>();
        for (String truth : labels) {
            int most = labels.stream()
                    .mapToInt(predicted -> cells.getOrDefault(truth + "\u0000" + predicted, 0))
                    .max()
                    .orElse(0);
            rows.add(new MatrixRow(
                    truth,
                    labels.stream()
                            .map(predicted -> {
                                int count = cells.getOrDefault(truth + "\u0000" + predicted, 0);
                                return new MatrixCell(predicted, count, style(count, most, truth.equals(predicted)));
                            })
                            .toList()));
        }
        return rows;
    }

    private static String style(int count, int most, boolean hit) {
        if (count == 0) {
            return "";
        }
        int strength = Math.clamp(Math.round(4.0 * count / Math.max(1, most)), 1, 4);
        return (hit ? "hit s" : "miss s") + strength;
    }

    /** The largest confusions, for models with too many labels for a matrix. */
    public List<ConfusionCell> confusions() {
        return evaluation().confusion().stream()
                .filter(cell -> !cell.truth().equals(cell.predicted()))
                .limit(MOST_CONFUSIONS)
                .toList();
    }

    /** Held-out documents that surprised the model most: hard, or mislabelled. */
    public List<TopLoss> losses() {
        return evaluation().topLosses().stream()
                .filter(loss -> !loss.labels().contains(loss.predicted()))
                .limit(MOST_LOSSES)
                .toList();
    }

    /** The histogram of the top probabilities. */
    public Charts.Histogram histogram() {
        return Charts.histogram(evaluation().histogram(), threshold());
    }

    /** Curves of the losses, one chart per stage that has any. */
    public List<Charts.Curve> curves() {
        return Charts.curves(report.curves());
    }

    /** What serves, in words. */
    public String kindName() {
        return nameOf(version.kind());
    }

    /** The short name of a kind of model. */
    public static String nameOf(ModelKind kind) {
        return switch (kind) {
            case LINEAR -> "linear model";
            case SEMI_SUPERVISED -> "semi-supervised linear model";
            case ULMFIT -> "ULMFiT";
            case BLEND -> "blend of the trained models";
        };
    }
}
