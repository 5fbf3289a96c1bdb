package io.docket.index;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one classifier said about one document.
 *
 * @param labels the predicted labels: one for a single-label classifier, any number for a multi-label one
 * @param confidence calibrated probability of the prediction, 0 to 1; kept with four decimals
 * @param abstained true when the classifier was too unsure to commit itself; {@code labels} then holds its best guess,
 *     which is shown, and counted and found as {@link Dimension.Kind#GUESS} but not as a label
 * @param modelVersion the version of the model that said so; never blank
 */
public record LabelPrediction(SortedSet<String> labels, double confidence, boolean abstained, String modelVersion) {

    public LabelPrediction {
        labels = Names.sortedCopy(labels);
        Objects.requireNonNull(modelVersion, "modelVersion");
        if (modelVersion.isBlank()) {
            throw new IllegalArgumentException("a prediction must name the version of its model, but it is blank");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must lie between 0 and 1, but is " + confidence);
        }
    }

    /** A committed prediction of one label. */
    public static LabelPrediction of(String label, double confidence, String modelVersion) {
        return new LabelPrediction(new TreeSet<>(Set.of(label)), confidence, false, modelVersion);
    }

    /** A committed prediction of several labels (multi-label classifiers). */
    public static LabelPrediction of(Collection<String> labels, double confidence, String modelVersion) {
        return new LabelPrediction(new TreeSet<>(labels), confidence, false, modelVersion);
    }

    /** A guess that the classifier would not commit itself to. */
    public static LabelPrediction abstained(String bestGuess, double confidence, String modelVersion) {
        return new LabelPrediction(new TreeSet<>(Set.of(bestGuess)), confidence, true, modelVersion);
    }
}
