package io.docket.index;

/**
 * Turns texts into vectors whose cosine says how alike the texts are in meaning, whatever words they use. An index that has
 * one puts answers and related documents in a better order and groups by meaning besides words; it keeps no vectors, so
 * another encoder takes effect at once. Implementations are thread-safe.
 */
@FunctionalInterface
public interface TextEncoder {

    /**
     * The vector of a text, of the same length for all texts.
     *
     * @return not kept by the encoder; all zeros for a text of which it knows nothing
     */
    float[] encode(String text);
}
