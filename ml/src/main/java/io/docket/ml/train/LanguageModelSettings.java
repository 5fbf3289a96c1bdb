package io.docket.ml.train;

import io.docket.ml.model.Dropouts;
import io.docket.ml.model.LanguageModelStep.Regularisation;

/**
 * How a language model is trained, apart from its schedule.
 *
 * @param batch rows side by side
 * @param steps tokens of a row in one step (bptt)
 * @param dropouts the five probabilities
 * @param regularisation AR and TAR
 * @param decay weight decay
 * @param largestNorm gradients of a larger global norm are scaled down to it; 0 for no clipping
 * @param sampledClasses words drawn as wrong answers of each step, see {@link io.docket.ml.model.SampledSoftmax}; 0 for the
 *     whole vocabulary
 * @param seed of every random choice
 */
public record LanguageModelSettings(
        int batch,
        int steps,
        Dropouts dropouts,
        Regularisation regularisation,
        float decay,
        float largestNorm,
        int sampledClasses,
        long seed) {

    private static final int DEFAULT_BATCH = 64;
    private static final int DEFAULT_STEPS = 72;

    public LanguageModelSettings {
        if (batch < 1 || steps < 1) {
            throw new IllegalArgumentException("batch " + batch + " and steps " + steps + " must be positive");
        }
    }

    /** fastai v2's values for fine-tuning: batch 64, 72 steps, decay 0.1, no clipping. */
    public static LanguageModelSettings tuning(long seed) {
        return new LanguageModelSettings(
                DEFAULT_BATCH, DEFAULT_STEPS, Dropouts.languageModel(), Regularisation.defaults(), 0.1f, 0, 0, seed);
    }

    /**
     * For pretraining within less than a few passes over the text: a model that small sees nothing twice, so that it
     * has nothing to memorise and dropout would only slow it down.
     */
    public static LanguageModelSettings pretraining(long seed) {
        return new LanguageModelSettings(
                DEFAULT_BATCH / 2, DEFAULT_STEPS, Dropouts.NONE, new Regularisation(0, 0), 0.01f, 1, 0, seed);
    }

    /** The same with other dropouts. */
    public LanguageModelSettings withDropouts(Dropouts other) {
        return new LanguageModelSettings(batch, steps, other, regularisation, decay, largestNorm, sampledClasses, seed);
    }

    /** The same with another number of wrong answers. */
    public LanguageModelSettings withSampledClasses(int other) {
        return new LanguageModelSettings(batch, steps, dropouts, regularisation, decay, largestNorm, other, seed);
    }

    /** The same with another shape of the batches. */
    public LanguageModelSettings withShape(int otherBatch, int otherSteps) {
        return new LanguageModelSettings(
                otherBatch, otherSteps, dropouts, regularisation, decay, largestNorm, sampledClasses, seed);
    }
}
