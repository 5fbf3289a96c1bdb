package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.SoftmaxWeights;
import java.util.Set;

/**
 * Loss and gradients of a language model over one chunk, with the two regularisers of AWD-LSTM: AR draws the dropped-out
 * output of the last layer towards zero, TAR draws successive raw outputs together.
 */
public final class LanguageModelStep implements AutoCloseable {

    private final LanguageModel model;
    private final Kernels kernels;
    private final EncoderPass pass;
    private final Regularisation regularisation;
    private final Floats mask;
    private final Floats dropped;
    private final Floats gradient;
    private final SampledSoftmax sampled;
    private int sampledClasses;

    /**
     * Weights of the regularisers.
     *
     * @param activation AR, fastai's default is 2
     * @param temporal TAR, fastai's default is 1
     */
    public record Regularisation(float activation, float temporal) {

        /** fastai's defaults. */
        public static Regularisation defaults() {
            return new Regularisation(2, 1);
        }
    }

    /** Memory for chunks of at most {@code steps} tokens of at most {@code batch} sequences. */
    public LanguageModelStep(LanguageModel model, int steps, int batch, Regularisation regularisation) {
        this.model = model;
        this.kernels = model.kernels();
        this.regularisation = regularisation;
        long width = model.config().embedding();
        pass = model.encoder().newPass(steps, batch);
        mask = kernels.allocate(batch * width);
        dropped = kernels.allocate(steps * batch * width);
        gradient = kernels.allocate(steps * batch * width);
        sampled = new SampledSoftmax(model);
    }

    /**
     * Draws that many wrong answers for each step instead of comparing with the whole vocabulary; 0, the initial value, for
     * the whole vocabulary.
     */
    public void sampleClasses(int classes) {
        sampledClasses = classes;
    }

    /**
     * Adds the gradients of a chunk's mean loss to those of the parameters.
     *
     * @param ids {@code [steps, batch]}, time-major
     * @param targets the tokens that follow, likewise
     * @param state before the chunk; holds the one after it on return
     * @param seed of all dropout masks
     * @param trainableGroups names of the groups that learn
     * @return mean negative log-likelihood per token in nats, without the regularisers
     */
    public double accumulate(
            int[] ids,
            int[] targets,
            int steps,
            int batch,
            EncoderState state,
            Dropouts dropouts,
            long seed,
            Set<String> trainableGroups) {
        int width = model.config().embedding();
        long size = (long) ids.length * width;
        Floats raw = pass.forward(ids, steps, batch, state, dropouts, seed);
        Floats output = raw;
        Floats outputMask = mask.slice(0, (long) batch * width);
        if (dropouts.output() > 0) {
            kernels.dropoutMask(dropouts.output(), Seeds.derive(seed, -1), outputMask);
            output = dropped.slice(0, size);
            kernels.multiply(raw, outputMask, output);
        }
        boolean decoderLearns = trainableGroups.contains(Encoder.EMBEDDING_GROUP);
        Floats flow = gradient.slice(0, size);
        double loss = sampledClasses > 0
                ? sampled.loss(output, targets, sampledClasses, Seeds.derive(seed, -2), 1f / ids.length, flow)
                : kernels.softmaxCrossEntropy(
                        model.softmaxShape(ids.length),
                        output,
                        model.decoder(),
                        targets,
                        1f / ids.length,
                        decoderLearns ? model.decoderGradients() : SoftmaxWeights.NONE,
                        flow);
        if (regularisation.activation() > 0) {
            kernels.addScaled(2 * regularisation.activation() / size, output, flow);
        }
        if (dropouts.output() > 0) {
            kernels.multiply(flow, outputMask, flow);
        }
        if (regularisation.temporal() > 0 && steps > 1) {
            addTemporal(raw, flow, size, (long) batch * width);
        }
        pass.backward(flow, trainableGroups);
        return loss / ids.length;
    }

    private void addTemporal(Floats raw, Floats flow, long size, long step) {
        long differences = size - step;
        float factor = 2 * regularisation.temporal() / differences;
        Floats earlier = raw.slice(0, differences);
        Floats later = raw.slice(step, differences);
        kernels.addScaled(factor, later, flow.slice(step, differences));
        kernels.addScaled(-factor, earlier, flow.slice(step, differences));
        kernels.addScaled(factor, earlier, flow.slice(0, differences));
        kernels.addScaled(-factor, later, flow.slice(0, differences));
    }

    @Override
    public void close() {
        pass.close();
        mask.close();
        dropped.close();
        gradient.close();
        sampled.close();
    }
}
