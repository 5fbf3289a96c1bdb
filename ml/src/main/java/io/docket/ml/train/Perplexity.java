package io.docket.ml.train;

import io.docket.ml.kernel.Floats;
import io.docket.ml.model.EncoderPass;
import io.docket.ml.model.EncoderState;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.text.SpecialTokens;

/**
 * How well a language model predicts a stream. The marks that begin documents are given, not predicted.
 *
 * @param tokens predicted
 * @param nats sum of the negative log-likelihoods
 */
public record Perplexity(long tokens, double nats) {

    private static final int BATCH = 32;
    private static final int STEPS = 72;

    /** Each row begins without memory, so that short texts are cut into few. */
    private static final int TOKENS_PER_ROW = 2_000;

    /** Measures a model over a stream, cut into parallel rows as in training; each begins with an empty memory. */
    public static Perplexity measure(LanguageModel model, TokenStream stream) {
        int batch = Math.clamp(stream.size() / TOKENS_PER_ROW, 1, BATCH);
        LanguageModelBatches batches = new LanguageModelBatches(stream, batch, STEPS);
        long tokens = 0;
        double nats = 0;
        try (EncoderPass pass = model.encoder().newPass(STEPS, batch);
                EncoderState state = model.encoder().newState(batch)) {
            for (int index = 0; index < batches.size(); index++) {
                LanguageModelBatches.Chunk chunk = batches.chunk(index);
                int predicted = maskBegins(chunk.targets());
                Floats output = pass.forward(chunk.ids(), chunk.steps(), batch, state);
                nats += model.loss(output, chunk.targets());
                tokens += predicted;
            }
        }
        return new Perplexity(tokens, nats);
    }

    private static int maskBegins(int[] targets) {
        int predicted = 0;
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] == SpecialTokens.BEGIN) {
                targets[i] = -1;
            } else {
                predicted++;
            }
        }
        return predicted;
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
