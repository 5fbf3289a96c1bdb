package io.docket.index;

/**
 * How alike in meaning texts are to one text, by an encoder's vectors. For one request.
 *
 * <p>{@link #WEIGHT} was chosen on questions of bank customers, each to be found by others of the same intent, and on half of
 * the articles of a question set, and confirmed on the other half; {@code ./docket bench ranking} measures it.
 */
final class Meaning {

    /** What a likeness of 1 counts beside a passage's BM25 score as a share of the best one's. */
    static final double WEIGHT = 1.5;

    /** Characters of a text that are encoded: what it is about shows by then, and books take no longer than letters. */
    private static final int ENCODED = 8_000;

    private final TextEncoder encoder;
    private final float[] wanted;

    Meaning(TextEncoder encoder, String wanted) {
        this.encoder = encoder;
        this.wanted = unit(encoder, wanted);
    }

    /** The cosine to a text, 0 for those that have less than nothing in common. */
    double likeness(String text) {
        return Math.max(0, SphericalKMeans.dot(wanted, unit(encoder, text)));
    }

    /** The vector of a text's beginning, at length one; zeros stay zeros. */
    static float[] unit(TextEncoder encoder, String text) {
        return SphericalKMeans.normalised(encoder.encode(text.substring(0, Math.min(text.length(), ENCODED))));
    }
}
