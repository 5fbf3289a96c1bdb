package io.docket.ml.linear;

import io.docket.ml.classify.LanguageVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The features of the semi-supervised model: what is counted in a text ({@link CountedFeatures}), the directions of its tenant's
 * collection, the company of its words in general text, and what a language model makes of its beginning. Each part has a length
 * of its own that does not depend on the text's, so that none drowns another. Thread-safe; closing it frees the language model.
 */
final class FeatureSpace implements AutoCloseable {

    private static final int LATENT_WIDTH = 200;

    /** Texts that the centring of the language model's vectors is learned from: means of more would hardly differ. */
    private static final int MOST_CENTRED = 1_000;

    /** Chosen on 100 labels of six sets: with 1 and with 0.5 the errors were a few per cent more. */
    private static final float LANGUAGE_LENGTH = 0.7f;

    private final CountedFeatures counted;
    private final LatentTopics latent;
    private final Optional<TopicVectors> topics;
    private final Centring topicCentring;
    private final Optional<LanguageVectors> language;
    private final Centring languageCentring;

    FeatureSpace(
            CountedFeatures counted,
            LatentTopics latent,
            Optional<TopicVectors> topics,
            Centring topicCentring,
            Optional<LanguageVectors> language,
            Centring languageCentring) {
        this.counted = counted;
        this.latent = latent;
        this.topics = topics;
        this.topicCentring = topicCentring;
        this.language = language;
        this.languageCentring = languageCentring;
    }

    /**
     * Learns from texts without labels.
     *
     * @param language closed with the space
     */
    static FeatureSpace learn(
            FeatureLimits limits,
            List<String> texts,
            Optional<TopicVectors> topics,
            Optional<LanguageVectors> language,
            long seed) {
        CountedFeatures counted = CountedFeatures.learn(limits, texts);
        List<SparseVector> vectors =
                texts.parallelStream().map(counted.words()::vector).toList();
        LatentTopics latent =
                LatentTopics.of(vectors, counted.words().vocabulary().size(), LATENT_WIDTH, seed);
        Centring topicCentring = topics.map(general ->
                        Centring.of(texts.parallelStream().map(general::of).toList()))
                .orElse(Centring.NONE);
        Centring languageCentring = language.map(
                        model -> Centring.of(List.of(model.of(texts.subList(0, Math.min(MOST_CENTRED, texts.size()))))))
                .orElse(Centring.NONE);
        return new FeatureSpace(counted, latent, topics, topicCentring, language, languageCentring);
    }

    CountedFeatures counted() {
        return counted;
    }

    LatentTopics latent() {
        return latent;
    }

    Optional<TopicVectors> topics() {
        return topics;
    }

    Centring topicCentring() {
        return topicCentring;
    }

    Optional<LanguageVectors> language() {
        return language;
    }

    Centring languageCentring() {
        return languageCentring;
    }

    /** Number of features. */
    int size() {
        return counted.size() + latent.width() + topicCentring.width() + languageCentring.width();
    }

    /** Whether there are features that come with the base model. */
    boolean hasBase() {
        return sizeWithoutBase() < size();
    }

    /** Number of features that come from the collection itself; they are the first. */
    int sizeWithoutBase() {
        return counted.size() + latent.width();
    }

    /** The vector that the text would have in the same space without a base model. */
    SparseVector withoutBase(SparseVector vector) {
        int kept = vector.indices().length;
        while (kept > 0 && vector.indices()[kept - 1] >= sizeWithoutBase()) {
            kept--;
        }
        float[] values = Arrays.copyOf(vector.values(), kept);
        for (int i = 0; i < kept; i++) {
            values[i] *= scaleWithoutBase();
        }
        return new SparseVector(Arrays.copyOf(vector.indices(), kept), values);
    }

    /** Weights that give a whole vector the score that {@code weights} give it {@linkplain #withoutBase without the base}. */
    LinearWeights widened(LinearWeights weights) {
        float[] wide = Arrays.copyOf(weights.weights(), size() * weights.labels());
        for (int i = 0; i < weights.weights().length; i++) {
            wide[i] *= scaleWithoutBase();
        }
        return new LinearWeights(size(), weights.labels(), wide, weights.bias());
    }

    private float scaleWithoutBase() {
        return scale(1) / scale(denseParts());
    }

    private int denseParts() {
        return 1 + (topics.isPresent() ? 1 : 0) + (language.isPresent() ? 1 : 0);
    }

    /** So that the parts together have about length 1. */
    private float scale(int denseParts) {
        return (float) (1 / Math.sqrt(denseParts + counted.parts()));
    }

    /** The vectors of texts, in their order. */
    List<SparseVector> vectors(List<String> texts) {
        float[][] read = language.isPresent() ? language.get().of(texts) : new float[texts.size()][0];
        return IntStream.range(0, texts.size())
                .parallel()
                .mapToObj(i -> vector(texts.get(i), read[i]))
                .toList();
    }

    private SparseVector vector(String text, float[] read) {
        SparseVector ofWords = counted.words().vector(text);
        SparseVector counts = counted.vector(text, ofWords);
        List<float[]> dense = new ArrayList<>(List.of(latent.of(ofWords)));
        topics.ifPresent(general -> dense.add(topicCentring.apply(general.of(text))));
        if (read.length > 0) {
            float[] centred = languageCentring.apply(read);
            for (int i = 0; i < centred.length; i++) {
                centred[i] *= LANGUAGE_LENGTH;
            }
            dense.add(centred);
        }
        float scale = scale(dense.size());
        int sparse = counts.indices().length;
        int[] indices = Arrays.copyOf(counts.indices(), sparse + size() - counted.size());
        float[] values = Arrays.copyOf(counts.values(), indices.length);
        int at = sparse;
        for (float[] part : dense) {
            System.arraycopy(part, 0, values, at, part.length);
            at += part.length;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
            if (i >= sparse) {
                indices[i] = counted.size() + i - sparse;
            }
        }
        return new SparseVector(indices, values);
    }

    @Override
    public void close() {
        language.ifPresent(LanguageVectors::close);
    }
}
