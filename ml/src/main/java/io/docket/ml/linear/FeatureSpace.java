package io.docket.ml.linear;

import java.util.List;
import java.util.Optional;

/**
 * The features of the semi-supervised model: the words of a text, the directions of its tenant's collection, and the company of
 * its words in general text. Each part has the same length, so that none drowns another. Immutable and thread-safe.
 */
final class FeatureSpace {

    private static final int LATENT_WIDTH = 200;

    private final Vectorizer words;
    private final LatentTopics latent;
    private final Optional<TopicVectors> topics;
    private final float[] means;
    private final float[] factors;

    /**
     * @param means of the topic vectors of the collection, taken off
     * @param factors that even out the spread of their dimensions
     */
    FeatureSpace(Vectorizer words, LatentTopics latent, Optional<TopicVectors> topics, float[] means, float[] factors) {
        this.words = words;
        this.latent = latent;
        this.topics = topics;
        this.means = means;
        this.factors = factors;
    }

    /** Learns from texts without labels. */
    static FeatureSpace learn(FeatureSettings settings, List<String> texts, Optional<TopicVectors> topics, long seed) {
        Vectorizer words = Vectorizer.learn(settings, texts);
        List<SparseVector> vectors = texts.parallelStream().map(words::vector).toList();
        LatentTopics latent = LatentTopics.of(vectors, words.vocabulary().size(), LATENT_WIDTH, seed);
        int width = topics.map(TopicVectors::width).orElse(0);
        float[] means = new float[width];
        float[] factors = new float[width];
        topics.ifPresent(
                general -> spread(texts.parallelStream().map(general::of).toList(), means, factors));
        return new FeatureSpace(words, latent, topics, means, factors);
    }

    private static void spread(List<float[]> vectors, float[] means, float[] factors) {
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            double squares = 0;
            for (float[] vector : vectors) {
                sum += vector[i];
                squares += (double) vector[i] * vector[i];
            }
            double mean = sum / vectors.size();
            double deviation = Math.sqrt(Math.max(0, squares / vectors.size() - mean * mean));
            means[i] = (float) mean;
            factors[i] = (float) (1 / Math.sqrt(deviation + 1e-6));
        }
    }

    Vectorizer words() {
        return words;
    }

    LatentTopics latent() {
        return latent;
    }

    Optional<TopicVectors> topics() {
        return topics;
    }

    float[] means() {
        return means;
    }

    float[] factors() {
        return factors;
    }

    /** Number of features; the words come first. */
    int size() {
        return words.vocabulary().size() + latent.width() + means.length;
    }

    /** The vector of a text. */
    SparseVector vector(String text) {
        SparseVector sparse = words.vector(text);
        float[] direction = latent.of(sparse);
        float[] company = topics.map(general -> centred(general.of(text))).orElseGet(() -> new float[0]);
        float scale = (float) (1 / Math.sqrt(topics.isPresent() ? 3 : 2));
        int count = sparse.indices().length;
        int[] indices = new int[count + direction.length + company.length];
        float[] values = new float[indices.length];
        System.arraycopy(sparse.indices(), 0, indices, 0, count);
        System.arraycopy(sparse.values(), 0, values, 0, count);
        System.arraycopy(direction, 0, values, count, direction.length);
        System.arraycopy(company, 0, values, count + direction.length, company.length);
        for (int i = 0; i < indices.length; i++) {
            values[i] *= scale;
            if (i >= count) {
                indices[i] = words.vocabulary().size() + i - count;
            }
        }
        return new SparseVector(indices, values);
    }

    private float[] centred(float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (vector[i] - means[i]) * factors[i];
        }
        return DenseVectors.normalised(vector);
    }
}
