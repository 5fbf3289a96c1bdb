package io.docket.ml.linear;

import io.docket.ml.DocumentEncoder;
import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A trained semi-supervised linear model. Immutable and thread-safe; holds no resources. */
public final class SemiSupervisedModel implements CandidateModel {

    private final FeatureSpace space;
    private final LinearWeights weights;

    SemiSupervisedModel(FeatureSpace space, LinearWeights weights) {
        this.space = space;
        this.weights = weights;
    }

    /** Reads what {@link #save} wrote. */
    public static SemiSupervisedModel load(Path folder) throws IOException {
        return SemiSupervisedFiles.read(folder);
    }

    @Override
    public float[][] logits(List<String> texts) {
        float[][] logits = new float[texts.size()][];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = weights.scores(space.vector(texts.get(i)));
        }
        return logits;
    }

    /** Each word with what it adds by itself and by its part in the directions of the collection. */
    @Override
    public List<WeightedSpan> explain(String text, int label) {
        SparseVector words = space.words().vector(text);
        double length = length(words);
        return new LinearExplanation(space.words(), new LinearExplanation.FeatureWeights() {
                    @Override
                    public int labels() {
                        return weights.labels();
                    }

                    @Override
                    public float weight(int feature, int ofLabel) {
                        return weights.weight(feature, ofLabel) + (float) (latentWeight(feature, ofLabel) / length);
                    }
                })
                .explain(text, label);
    }

    private double latentWeight(int feature, int label) {
        LatentTopics latent = space.latent();
        int first = space.words().vocabulary().size();
        double sum = 0;
        for (int j = 0; j < latent.width(); j++) {
            sum += latent.directions()[feature * latent.width() + j] * weights.weight(first + j, label);
        }
        return sum;
    }

    /** Of the text's vector in the collection's directions before it is scaled to length 1. */
    private double length(SparseVector words) {
        LatentTopics latent = space.latent();
        double[] vector = new double[latent.width()];
        for (int i = 0; i < words.indices().length; i++) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] += words.values()[i] * latent.directions()[words.indices()[i] * vector.length + j];
            }
        }
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        return Math.max(Double.MIN_NORMAL, Math.sqrt(squares));
    }

    @Override
    public Optional<DocumentEncoder> encoder() {
        return Optional.of(new Vectors());
    }

    /** The directions of the collection and of general text, without the words themselves, at length 1. */
    private final class Vectors implements DocumentEncoder {
        @Override
        public int dimensions() {
            return space.size() - space.words().vocabulary().size();
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            return texts.stream().map(this::encode).toList();
        }

        private float[] encode(String text) {
            float[] values = space.vector(text).values();
            return DenseVectors.normalised(Arrays.copyOfRange(values, values.length - dimensions(), values.length));
        }
    }

    @Override
    public void save(Path folder) throws IOException {
        SemiSupervisedFiles.write(folder, space, weights);
    }

    @Override
    public void close() {
        // memory only
    }
}
