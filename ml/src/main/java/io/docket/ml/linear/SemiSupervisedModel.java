package io.docket.ml.linear;

import io.docket.ml.DocumentEncoder;
import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A trained semi-supervised linear model. Thread-safe. */
public final class SemiSupervisedModel implements CandidateModel {

    private final FeatureSpace space;
    private final LinearWeights weights;
    private final boolean owner;

    /**
     * @param owner whether closing the model closes the space
     */
    SemiSupervisedModel(FeatureSpace space, LinearWeights weights, boolean owner) {
        this.space = space;
        this.weights = weights;
        this.owner = owner;
    }

    /** Reads what {@link #save} wrote. */
    public static SemiSupervisedModel load(Path folder) throws IOException {
        return SemiSupervisedFiles.read(folder);
    }

    @Override
    public float[][] logits(List<String> texts) {
        return space.vectors(texts).stream().map(weights::scores).toArray(float[][]::new);
    }

    /**
     * Each word with what it adds by itself, as one of the first, by its letters, and by its part in the directions of the collection. What the
     * vectors of general text add belongs to no single word and is left out.
     */
    @Override
    public List<WeightedSpan> explain(String text, int label) {
        CountedFeatures counted = space.counted();
        double[] ofWords = ofWords(text, label);
        add(ofWords, counted.opening(), counted.firstOfOpening(), CountedFeatures.opening(text), label);
        add(ofWords, counted.characters(), counted.firstOfCharacters(), text, label);
        Words read = new Words();
        read.read(text);
        return LinearExplanation.spans(read, ofWords);
    }

    /** Adds what a part of the features says of a text or of its beginning to the words of the whole text. */
    private void add(double[] ofWords, Vectorizer part, int firstFeature, String text, int label) {
        double[] ofPart = new LinearExplanation(part, new LinearExplanation.FeatureWeights() {
                    @Override
                    public int labels() {
                        return weights.labels();
                    }

                    @Override
                    public float weight(int feature, int ofLabel) {
                        return weights.weight(firstFeature + feature, ofLabel);
                    }
                })
                .ofWords(text, label);
        for (int word = 0; word < ofPart.length; word++) {
            ofWords[word] += ofPart[word];
        }
    }

    private double[] ofWords(String text, int label) {
        SparseVector words = space.counted().words().vector(text);
        double length = length(words);
        return new LinearExplanation(space.counted().words(), new LinearExplanation.FeatureWeights() {
                    @Override
                    public int labels() {
                        return weights.labels();
                    }

                    @Override
                    public float weight(int feature, int ofLabel) {
                        return weights.weight(feature, ofLabel) + (float) (latentWeight(feature, ofLabel) / length);
                    }
                })
                .ofWords(text, label);
    }

    private double latentWeight(int feature, int label) {
        LatentTopics latent = space.latent();
        int first = space.counted().size();
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
            return space.size() - space.counted().size();
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            return space.vectors(texts).stream().map(this::dense).toList();
        }

        private float[] dense(SparseVector vector) {
            float[] values = vector.values();
            return DenseVectors.normalised(Arrays.copyOfRange(values, values.length - dimensions(), values.length));
        }
    }

    @Override
    public void save(Path folder) throws IOException {
        SemiSupervisedFiles.write(folder, space, weights);
    }

    @Override
    public void close() {
        if (owner) {
            space.close();
        }
    }
}
