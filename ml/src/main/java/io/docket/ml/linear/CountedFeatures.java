package io.docket.ml.linear;

import java.util.Arrays;
import java.util.List;

/**
 * The features of a text that are counts, in three parts with numbers one after the other: its words, the words it opens with,
 * and the runs of characters in its words. Each part that a text has is of length 1, so that the title of a contract weighs as much
 * as its clauses. Immutable and thread-safe.
 *
 * @param words runs of words
 * @param opening runs of the first words
 * @param characters runs of characters; none where labels are few
 */
record CountedFeatures(Vectorizer words, Vectorizer opening, Vectorizer characters) {

    /**
     * Words at the beginning that are features of their own in texts more than twice as long: a title, a subject, the name of
     * an agreement and its parties. Of 20, 30, 50 and 100 the smaller two were best on contracts by type and no worse on
     * tickets.
     */
    private static final int OPENING_WORDS = 30;

    /** Three to five characters, as in the linear peer. */
    static final FeatureSettings CHARACTERS = new FeatureSettings(0, 3, 5, 1f, 1);

    /** Surely holds twice the opening words of any text that people wrote. */
    private static final int MOST_OPENING_CHARACTERS = 4_096;

    /**
     * Learns from texts without labels.
     *
     * @param limits how many features each part may have
     */
    static CountedFeatures learn(FeatureLimits limits, List<String> texts) {
        FeatureSettings ofWords = new FeatureSettings(2, 1, 0, 1f, limits.words());
        return new CountedFeatures(
                Vectorizer.learn(ofWords, texts),
                Vectorizer.learn(
                        ofWords, texts.stream().map(CountedFeatures::opening).toList()),
                limits.characters() > 0
                        ? Vectorizer.learn(CHARACTERS.withMost(limits.characters()), texts)
                        : Vectorizer.empty(CHARACTERS));
    }

    /** The first words of a text; empty for a short text, which is its own beginning. */
    static String opening(String text) {
        Words read = new Words();
        read.read(text.subSequence(0, Math.min(text.length(), MOST_OPENING_CHARACTERS)));
        return read.count() > 2 * OPENING_WORDS ? text.substring(0, read.end(OPENING_WORDS - 1)) : "";
    }

    /** Number of the first feature of the opening. */
    int firstOfOpening() {
        return words.vocabulary().size();
    }

    /** Number of the first feature that is a run of characters. */
    int firstOfCharacters() {
        return firstOfOpening() + opening.vocabulary().size();
    }

    /** Number of features. */
    int size() {
        return firstOfCharacters() + characters.vocabulary().size();
    }

    /** Parts that there are; a short text has no opening, but counts as one that could have it. */
    int parts() {
        return characters.vocabulary().size() > 0 ? 3 : 2;
    }

    /**
     * The counts of a text.
     *
     * @param ofWords its {@link #words} by {@link Vectorizer#vector}
     */
    SparseVector vector(String text, SparseVector ofWords) {
        SparseVector ofOpening = opening.vector(opening(text));
        SparseVector ofCharacters = parts() > 2 ? characters.vector(text) : new SparseVector(new int[0], new float[0]);
        int first = ofWords.indices().length;
        int second = first + ofOpening.indices().length;
        int[] indices = Arrays.copyOf(ofWords.indices(), second + ofCharacters.indices().length);
        float[] values = Arrays.copyOf(ofWords.values(), indices.length);
        append(ofOpening, firstOfOpening(), indices, values, first);
        append(ofCharacters, firstOfCharacters(), indices, values, second);
        return new SparseVector(indices, values);
    }

    private static void append(SparseVector part, int firstIndex, int[] indices, float[] values, int at) {
        for (int i = 0; i < part.indices().length; i++) {
            indices[at + i] = firstIndex + part.indices()[i];
            values[at + i] = part.values()[i];
        }
    }
}
