package io.docket.ml.model;

/**
 * The sizes of an encoder.
 *
 * @param vocabulary rows of the embedding
 * @param embedding width of the embedding and of the encoder's output
 * @param hidden units of every layer but the last, whose width is that of the embedding
 * @param layers recurrent layers
 * @param cell kind of the layers
 */
public record EncoderConfig(int vocabulary, int embedding, int hidden, int layers, CellType cell) {

    private static final int PUBLISHED_EMBEDDING = 400;
    private static final int PUBLISHED_HIDDEN = 1152;
    private static final int COMPACT_EMBEDDING = 256;
    private static final int COMPACT_HIDDEN = 512;
    private static final int MEDIUM_HIDDEN = 768;
    private static final int LAYERS = 3;

    public EncoderConfig {
        if (vocabulary < 1 || embedding < 1 || hidden < 1 || layers < 1) {
            throw new IllegalArgumentException("an encoder needs positive sizes, got vocabulary " + vocabulary
                    + ", embedding " + embedding + ", hidden " + hidden + ", layers " + layers);
        }
    }

    /** The published sizes, 400 and 1152 in three layers. */
    public static EncoderConfig standard(int vocabulary, CellType cell) {
        return new EncoderConfig(vocabulary, PUBLISHED_EMBEDDING, PUBLISHED_HIDDEN, LAYERS, cell);
    }

    /** Sizes for training on a CPU, 256 and 512 in three layers. */
    public static EncoderConfig compact(int vocabulary, CellType cell) {
        return new EncoderConfig(vocabulary, COMPACT_EMBEDDING, COMPACT_HIDDEN, LAYERS, cell);
    }

    /**
     * Sizes of the shipped base model, 256 and 768 in three layers: on a CPU the softmax over the vocabulary costs more than
     * the layers, so that wider layers are cheap.
     */
    public static EncoderConfig medium(int vocabulary, CellType cell) {
        return new EncoderConfig(vocabulary, COMPACT_EMBEDDING, MEDIUM_HIDDEN, LAYERS, cell);
    }

    /** Width of the input of a layer. */
    public int inputs(int layer) {
        return layer == 0 ? embedding : hidden;
    }

    /** Width of the output of a layer. */
    public int outputs(int layer) {
        return layer == layers - 1 ? embedding : hidden;
    }
}
