package io.docket.ml.linear;

import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A trained linear model. Immutable and thread-safe; holds no resources. */
public final class LinearModel implements CandidateModel {

    private final Vectorizer vectorizer;
    private final LinearWeights weights;

    LinearModel(Vectorizer vectorizer, LinearWeights weights) {
        this.vectorizer = vectorizer;
        this.weights = weights;
    }

    /** Reads what {@link #save} wrote. */
    public static LinearModel load(Path folder) throws IOException {
        return LinearFiles.read(folder);
    }

    @Override
    public float[][] logits(List<String> texts) {
        float[][] logits = new float[texts.size()][];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = weights.scores(vectorizer.vector(texts.get(i)));
        }
        return logits;
    }

    /** Each word with what its n-grams add to the score of the label beyond their mean contribution to all labels. */
    @Override
    public List<WeightedSpan> explain(String text, int label) {
        return new LinearExplanation(vectorizer, weights).explain(text, label);
    }

    @Override
    public void save(Path folder) throws IOException {
        LinearFiles.write(folder, vectorizer, weights);
    }

    @Override
    public void close() {
        // memory only
    }
}
