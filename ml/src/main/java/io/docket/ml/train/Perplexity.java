package io.docket.ml.train;

import io.docket.ml.kernel.Floats;
import io.docket.ml.model.EncoderPass;
import io.docket.ml.model.EncoderState;
import io.docket.ml.model.LanguageModel;

/**
 * How well a language model predicts a stream.
 *
 * @param tokens predicted
 * @param nats sum of the negative log-likelihoods
 */
public record Perplexity(long tokens, double nats) {

    private static final int BATCH = 32;
    private static final int STEPS = 72;

    /** Measures a model over a stream, cut into parallel rows as in training; each begins with an empty memory. */
    public static Perplexity measure(LanguageModel model, TokenStream stream) {
        int batch = Math.clamp((stream.size() - 1) / STEPS, 1, BATCH);
        LanguageModelBatches batches = new LanguageModelBatches(stream, batch, STEPS);
        long tokens = 0;
        double nats = 0;
        try (EncoderPass pass = model.encoder().newPass(STEPS, batch);
                EncoderState state = model.encoder().newState(batch)) {
            for (int index = 0; index < batches.size(); index++) {
                LanguageModelBatches.Chunk chunk = batches.chunk(index);
                Floats output = pass.forward(chunk.ids(), chunk.steps(), batch, state);
                nats += model.loss(output, chunk.targets());
                tokens += chunk.targets().length;
            }
        }
        return new Perplexity(tokens, nats);
    }

    /** Mean negative log-likelihood per token in nats. */
    public double meanNegativeLogLikelihood() {
        return nats / tokens;
    }

    /** Its exponential. */
    public double perToken() {
        return Math.exp(meanNegativeLogLikelihood());
    }
}
