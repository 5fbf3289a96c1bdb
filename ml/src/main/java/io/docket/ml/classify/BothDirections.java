package io.docket.ml.classify;

import io.docket.ml.DocumentEncoder;
import io.docket.ml.LabelMode;
import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.evaluate.Probabilities;
import io.docket.ml.text.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A classifier that reads forward and one that reads backward; the probabilities are the mean of both. A text costs the work of
 * two. Thread-safe.
 */
final class BothDirections implements CandidateModel {
    /** Keeps the logarithm of a mean finite. */
    private static final double LEAST = 1e-12;

    private final UlmfitModel forward;
    private final UlmfitModel backward;
    private final LabelMode mode;

    /** @param mode what turns logits into probabilities; both models are closed with this one */
    BothDirections(UlmfitModel forward, UlmfitModel backward, LabelMode mode) {
        this.forward = forward;
        this.backward = backward;
        this.mode = mode;
    }

    /** Logits that give the mean of both models' probabilities. */
    @Override
    public float[][] logits(List<String> texts) {
        float[][] one = forward.logits(texts);
        float[][] other = backward.logits(texts);
        for (int text = 0; text < one.length; text++) {
            double[] mean =
                    Probabilities.mean(Probabilities.of(one[text], 1, mode), Probabilities.of(other[text], 1, mode));
            for (int label = 0; label < mean.length; label++) {
                double probability = Math.max(LEAST, mean[label]);
                one[text][label] = (float)
                        switch (mode) {
                            case SINGLE -> Math.log(probability);
                            case MULTI -> Math.log(probability / Math.max(LEAST, 1 - mean[label]));
                        };
            }
        }
        return one;
    }

    /** What both find, passage by passage. */
    @Override
    public List<WeightedSpan> explain(String text, int label) {
        Encoding encoding = forward.encode(text);
        double[] contributions = forward.contributions(text, label);
        double[] others = backward.contributions(text, label);
        for (int token = 0; token < contributions.length; token++) {
            contributions[token] += others[token];
        }
        return PassageExplainer.explain(text, encoding, contributions);
    }

    /** The forward model's: a second vector would double the cost of search and grouping. */
    @Override
    public Optional<DocumentEncoder> encoder() {
        return forward.encoder();
    }

    @Override
    public void save(Path folder) throws IOException {
        UlmfitFiles.write(folder, this);
    }

    UlmfitModel forward() {
        return forward;
    }

    UlmfitModel backward() {
        return backward;
    }

    LabelMode mode() {
        return mode;
    }

    @Override
    public void close() {
        forward.close();
        backward.close();
    }
}
