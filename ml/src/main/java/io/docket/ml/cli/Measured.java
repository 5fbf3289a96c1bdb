package io.docket.ml.cli;

import io.docket.ml.LabelScore;
import io.docket.ml.LabelledText;
import io.docket.ml.Prediction;
import io.docket.ml.TextClassifier;
import io.docket.ml.evaluate.Evaluation;
import io.docket.ml.evaluate.Evaluator;
import io.docket.ml.evaluate.Truth;
import java.util.ArrayList;
import java.util.List;

/**
 * A classifier as it would be met in service, on rows with known labels.
 *
 * @param evaluation figures of its probabilities as they are
 * @param rowsPerSecond speed of labelling, loading not included
 * @param coverage share of the rows on which it did not abstain
 * @param precisionOfAssigned share of the assigned labels that is right; 1 when none was assigned
 */
record Measured(Evaluation evaluation, double rowsPerSecond, double coverage, double precisionOfAssigned) {

    private static final int BATCH = 512;

    static Measured on(TextClassifier classifier, List<LabelledText> rows) {
        List<Prediction> predictions = new ArrayList<>(rows.size());
        long began = System.nanoTime();
        for (int from = 0; from < rows.size(); from += BATCH) {
            predictions.addAll(classifier.classify(rows.subList(from, Math.min(rows.size(), from + BATCH)).stream()
                    .map(LabelledText::text)
                    .toList()));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        List<String> labels = classifier.description().labels();
        double[][] probabilities = new double[rows.size()][labels.size()];
        int covered = 0;
        int assigned = 0;
        int right = 0;
        for (int row = 0; row < probabilities.length; row++) {
            Prediction prediction = predictions.get(row);
            for (LabelScore score : prediction.scores()) {
                probabilities[row][labels.indexOf(score.label())] = score.probability();
            }
            covered += prediction.abstained() ? 0 : 1;
            for (String label : prediction.labels()) {
                assigned++;
                right += rows.get(row).labels().contains(label) ? 1 : 0;
            }
        }
        Truth truth = new Truth(rows, labels, classifier.description().labelMode());
        return new Measured(
                Evaluator.evaluate(
                        truth,
                        probabilities,
                        probabilities,
                        classifier.description().targetPrecision()),
                rows.size() / Math.max(1e-9, seconds),
                (double) covered / rows.size(),
                assigned == 0 ? 1 : (double) right / assigned);
    }
}
