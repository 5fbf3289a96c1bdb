package io.docket.ml.champion;

import io.docket.ml.DocumentEncoder;
import io.docket.ml.WeightedSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Trained weights of one kind, not calibrated. Thread-safe for scoring. The order of labels is that of the training call. */
public interface CandidateModel extends AutoCloseable {

    /**
     * Scores texts. Softmax (single-label) or the logistic function (multi-label) of a row gives uncalibrated probabilities.
     *
     * @return texts × labels, in the order of the texts
     */
    float[][] logits(List<String> texts);

    /** Strongest first, not overlapping, at most 50; see {@link io.docket.ml.TextClassifier#explain}. */
    List<WeightedSpan> explain(String text, int label);

    /** Vectors of texts, for kinds that have any. */
    default Optional<DocumentEncoder> encoder() {
        return Optional.empty();
    }

    /** Writes the weights into an existing empty folder. Hashes and atomicity are the caller's. */
    void save(Path folder) throws IOException;

    @Override
    void close();
}
