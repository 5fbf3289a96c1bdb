package io.docket.ml.model;

/**
 * The five dropout probabilities of AWD-LSTM.
 *
 * @param embedding of whole words, rows of the embedding matrix
 * @param input of features of the embedded sequence, the same for all steps
 * @param weight of single recurrent weights
 * @param hidden of features between layers, the same for all steps
 * @param output of features before the decoder, the same for all steps; or in a classifier before its first layer
 */
public record Dropouts(float embedding, float input, float weight, float hidden, float output) {

    /** No dropout, as in evaluation. */
    public static final Dropouts NONE = new Dropouts(0, 0, 0, 0, 0);

    /** fastai v2's values for a language model. */
    public static Dropouts languageModel() {
        return new Dropouts(0.02f, 0.25f, 0.2f, 0.15f, 0.1f);
    }

    /** fastai v2's values for a classifier. */
    public static Dropouts classifier() {
        return new Dropouts(0.05f, 0.4f, 0.5f, 0.3f, 0.4f);
    }

    /** All probabilities times {@code factor}, fastai's {@code drop_mult}. */
    public Dropouts scaled(float factor) {
        return new Dropouts(embedding * factor, input * factor, weight * factor, hidden * factor, output * factor);
    }
}
