package io.docket.ml.text;

import java.util.Arrays;

/** Turns a text into token ids. Immutable, thread-safe, and total: every text, the empty one included, has an encoding. */
public sealed interface Tokenizer permits SubwordTokenizer, WordTokenizer {

    /** The tokens whose ids {@link #encode} hands out. */
    Vocabulary vocabulary();

    /**
     * Encodes a document. The first token is always {@code xxbos}; an empty text is that token alone.
     *
     * @param text the original text
     */
    Encoding encode(String text);

    /**
     * A readable form of the ids, for people who look at a model: spaces and capitals are put back where the marks say so. It is
     * not the exact original text; {@link Encoding#start} and {@link Encoding#end} lead there.
     */
    String decode(int[] ids);

    /** {@link #decode(int[])} of a part. */
    default String decode(int[] ids, int from, int to) {
        return decode(Arrays.copyOfRange(ids, from, to));
    }
}
