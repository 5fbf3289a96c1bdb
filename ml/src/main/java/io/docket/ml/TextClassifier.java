package io.docket.ml;

import java.util.List;
import java.util.Optional;

/**
 * A trained, calibrated classifier. Thread-safe: one instance serves any number of threads from one set of weights. Memory
 * per call is bounded whatever the length of a text. After {@link #close} every method throws {@link IllegalStateException}.
 */
public interface TextClassifier extends AutoCloseable {

    /** What this model is, for pages, logs and provenance. */
    ModelDescription description();

    /**
     * Labels texts. Larger batches are faster (they are sorted by length inside); a few hundred is a good size.
     *
     * @return one prediction per text, in the order of the texts
     */
    List<Prediction> classify(List<String> texts);

    /** Labels one text. */
    default Prediction classify(String text) {
        return classify(List.of(text)).getFirst();
    }

    /**
     * The parts of a text that spoke for or against a label, strongest first, at most 50, for highlighting. Spans do not
     * overlap. Empty when nothing in the text is known to the model.
     *
     * @throws IllegalArgumentException when the model does not know the label
     */
    List<WeightedSpan> explain(String text, String label);

    /** The vectors of the underlying language model; empty for a model that has none. */
    default Optional<DocumentEncoder> encoder() {
        return Optional.empty();
    }

    @Override
    void close();
}
