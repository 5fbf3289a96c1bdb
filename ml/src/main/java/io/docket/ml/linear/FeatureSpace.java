package io.docket.ml.linear;

import io.docket.ml.classify.LanguageVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The features of the semi-supervised model: the words of a text, the words it opens with, the directions of its tenant's
 * collection, the company of its words in general text, and what a language model makes of its beginning. Each part has a length
 * of its own that does not depend on the text's, so that none drowns another: the title of a contract weighs as much as its clauses.
 * Thread-safe; closing it frees the language model.
 */
final class FeatureSpace implements AutoCloseable {

    private static final int LATENT_WIDTH = 200;

    /** Texts that the centring of the language model's vectors is learned from: means of more would hardly differ. */
    private static final int MOST_CENTRED = 1_000;

    /**
     * Words at the beginning that are features of their own in texts more than twice as long: a title, a subject, the name of
     * an agreement and its parties. Of 20, 30, 50 and 100 the smaller two were best on contracts by type and no worse on
     * tickets.
     */
    private static final int OPENING_WORDS = 30;

    /** Surely holds twice the opening words of any text that people wrote. */
    private static final int MOST_OPENING_CHARACTERS = 4_096;

    /** Chosen on 100 labels of six sets: with 1 and with 0.5 the errors were a few per cent more. */
    private static final float LANGUAGE_LENGTH = 0.7f;

    private final Vectorizer words;
    private final Vectorizer opening;
    private final LatentTopics latent;
    private final Optional<TopicVectors> topics;
    private final Centring topicCentring;
    private final Optional<LanguageVectors> language;
    private final Centring languageCentring;

    FeatureSpace(
            Vectorizer words,
            Vectorizer opening,
            LatentTopics latent,
            Optional<TopicVectors> topics,
            Centring topicCentring,
            Optional<LanguageVectors> language,
            Centring languageCentring) {
        this.words = words;
        this.opening = opening;
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
            FeatureSettings settings,
            List<String> texts,
            Optional<TopicVectors> topics,
            Optional<LanguageVectors> language,
            long seed) {
        Vectorizer words = Vectorizer.learn(settings, texts);
        Vectorizer opening = Vectorizer.learn(
                settings, texts.stream().map(FeatureSpace::opening).toList());
        List<SparseVector> vectors = texts.parallelStream().map(words::vector).toList();
        LatentTopics latent = LatentTopics.of(vectors, words.vocabulary().size(), LATENT_WIDTH, seed);
        Centring topicCentring = topics.map(general ->
                        Centring.of(texts.parallelStream().map(general::of).toList()))
                .orElse(Centring.NONE);
        Centring languageCentring = language.map(
                        model -> Centring.of(List.of(model.of(texts.subList(0, Math.min(MOST_CENTRED, texts.size()))))))
                .orElse(Centring.NONE);
        return new FeatureSpace(words, opening, latent, topics, topicCentring, language, languageCentring);
    }

    /** The first words of a text; empty for a short text, which is its own beginning. */
    static String opening(String text) {
        Words read = new Words();
        read.read(text.subSequence(0, Math.min(text.length(), MOST_OPENING_CHARACTERS)));
        return read.count() > 2 * OPENING_WORDS ? text.substring(0, read.end(OPENING_WORDS - 1)) : "";
    }

    Vectorizer words() {
        return words;
    }

    Vectorizer opening() {
        return opening;
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

    /** Number of features that are counts of words; they come first, those of the opening after those of the whole text. */
    int sparseSize() {
        return words.vocabulary().size() + opening.vocabulary().size();
    }

    /** Number of features. */
    int size() {
        return sparseSize() + latent.width() + topicCentring.width() + languageCentring.width();
    }

    /** Whether there are features that come with the base model. */
    boolean hasBase() {
        return sizeWithoutBase() < size();
    }

    /** Number of features that come from the collection itself; they are the first. */
    int sizeWithoutBase() {
        return sparseSize() + latent.width();
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

    /** So that the parts, two of words among them, together have about length 1. */
    private static float scale(int denseParts) {
        return (float) (1 / Math.sqrt(denseParts + 2));
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
        SparseVector ofWords = words.vector(text);
        SparseVector ofOpening = opening.vector(opening(text));
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
        int first = ofWords.indices().length;
        int sparse = first + ofOpening.indices().length;
        int[] indices = Arrays.copyOf(ofWords.indices(), sparse + size() - sparseSize());
        float[] values = Arrays.copyOf(ofWords.values(), indices.length);
        for (int i = 0; i < ofOpening.indices().length; i++) {
            indices[first + i] = words.vocabulary().size() + ofOpening.indices()[i];
            values[first + i] = ofOpening.values()[i];
        }
        int at = sparse;
        for (float[] part : dense) {
            System.arraycopy(part, 0, values, at, part.length);
            at += part.length;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
            if (i >= sparse) {
                indices[i] = sparseSize() + i - sparse;
            }
        }
        return new SparseVector(indices, values);
    }

    @Override
    public void close() {
        language.ifPresent(LanguageVectors::close);
    }
}
