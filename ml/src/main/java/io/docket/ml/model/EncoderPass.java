package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One chunk on its way through an encoder, with what its gradient needs. Several passes can wait for their gradient at
 * the same time; a pass can be used again afterwards.
 */
public final class EncoderPass implements AutoCloseable {

    private final Kernels kernels;
    private final EncoderConfig config;
    private final Parameter embedding;
    private final List<LayerPass> layers = new ArrayList<>();
    private final List<Floats> inputs = new ArrayList<>();
    private final List<Floats> masks = new ArrayList<>();
    private final int maxSteps;
    private final int maxBatch;
    private Floats rowMask = Floats.NONE;
    private Floats flow = Floats.NONE;
    private Floats otherFlow = Floats.NONE;

    private int[] ids = {};
    private int batch;
    private int rows;
    private Dropouts dropouts = Dropouts.NONE;

    EncoderPass(
            Kernels kernels,
            EncoderConfig config,
            Parameter embedding,
            List<RecurrentLayer> recurrentLayers,
            int maxSteps,
            int maxBatch) {
        this.kernels = kernels;
        this.config = config;
        this.embedding = embedding;
        this.maxSteps = maxSteps;
        this.maxBatch = maxBatch;
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(recurrentLayers.get(layer).newPass(maxSteps, maxBatch));
            // a layer's input has memory of its own only where dropout makes it differ from the output below
            inputs.add(layer == 0 ? kernels.allocate((long) maxSteps * maxBatch * config.inputs(0)) : Floats.NONE);
            masks.add(Floats.NONE);
        }
    }

    /**
     * Encodes a chunk without dropout.
     *
     * @param tokens {@code [steps, batch]}, time-major
     * @param state before the chunk; holds the one after it on return
     * @return the output of the last layer, {@code [steps, batch, embedding]}, valid until the next forward pass
     */
    public Floats forward(int[] tokens, int steps, int sequences, EncoderState state) {
        return forward(tokens, steps, sequences, state, Dropouts.NONE, 0);
    }

    /**
     * Encodes a chunk with dropout; {@link Dropouts#output} is left to the caller.
     *
     * @param seed of all masks of this pass
     */
    public Floats forward(
            int[] tokens, int steps, int sequences, EncoderState state, Dropouts probabilities, long seed) {
        if (steps > maxSteps || sequences > maxBatch || tokens.length != steps * sequences) {
            throw new IllegalArgumentException(tokens.length + " tokens as " + steps + " x " + sequences
                    + " do not fit a pass of at most " + maxSteps + " x " + maxBatch);
        }
        ids = tokens;
        batch = sequences;
        rows = steps * sequences;
        dropouts = probabilities;
        drawRowMask(seed);
        Floats x = inputs.get(0).slice(0, (long) rows * config.embedding());
        kernels.embed(ids, config.embedding(), embedding.values(), activeRowMask(), x);
        for (int layer = 0; layer < config.layers(); layer++) {
            float probability = layer == 0 ? dropouts.input() : dropouts.hidden();
            x = dropped(layer, x, probability, Seeds.derive(seed, 2 * layer + 1));
            LayerPass pass = layers.get(layer);
            pass.forward(steps, batch, x, state.layer(layer), dropouts.weight(), Seeds.derive(seed, 2 * layer + 2));
            x = pass.output();
        }
        return x;
    }

    /**
     * Adds the gradients of the last forward pass to those of the parameters.
     *
     * @param outputGradient {@code [steps, batch, embedding]}, is destroyed
     * @param trainableGroups names of the groups that learn; layers below the lowest of them are not walked through
     */
    public void backward(Floats outputGradient, Set<String> trainableGroups) {
        allocateFlows();
        boolean embeddingLearns = trainableGroups.contains(Encoder.EMBEDDING_GROUP);
        int lowest = embeddingLearns ? 0 : lowestTrainable(trainableGroups);
        Floats gradient = outputGradient;
        for (int layer = config.layers() - 1; layer >= lowest; layer--) {
            boolean wanted = layer > lowest || embeddingLearns;
            Floats inputGradient = wanted ? flow.slice(0, (long) rows * config.inputs(layer)) : Floats.NONE;
            layers.get(layer).backward(gradient, trainableGroups.contains(Encoder.layerGroup(layer)), inputGradient);
            if (wanted) {
                float probability = layer == 0 ? dropouts.input() : dropouts.hidden();
                if (probability > 0) {
                    kernels.multiply(inputGradient, activeMask(layer), inputGradient);
                }
            }
            gradient = wanted ? inputGradient : gradient;
            swapFlows();
        }
        if (embeddingLearns) {
            kernels.embedGradient(ids, config.embedding(), gradient, activeRowMask(), embedding.gradient());
        }
    }

    private int lowestTrainable(Set<String> trainableGroups) {
        int lowest = 0;
        while (lowest < config.layers() && !trainableGroups.contains(Encoder.layerGroup(lowest))) {
            lowest++;
        }
        return lowest;
    }

    private Floats dropped(int layer, Floats x, float probability, long seed) {
        if (probability == 0) {
            return x;
        }
        int width = config.inputs(layer);
        if (masks.get(layer).isNone()) {
            masks.set(layer, kernels.allocate((long) maxBatch * width));
        }
        if (inputs.get(layer).isNone()) {
            inputs.set(layer, kernels.allocate((long) maxSteps * maxBatch * width));
        }
        kernels.dropoutMask(probability, seed, activeMask(layer));
        Floats target = inputs.get(layer).slice(0, (long) rows * width);
        kernels.multiply(x, activeMask(layer), target);
        return target;
    }

    private Floats activeMask(int layer) {
        return masks.get(layer).slice(0, (long) batch * config.inputs(layer));
    }

    private void drawRowMask(long seed) {
        if (dropouts.embedding() > 0) {
            if (rowMask.isNone()) {
                rowMask = kernels.allocate(config.vocabulary());
            }
            kernels.dropoutMask(dropouts.embedding(), Seeds.derive(seed, 0), rowMask);
        }
    }

    private Floats activeRowMask() {
        return dropouts.embedding() > 0 ? rowMask : Floats.NONE;
    }

    private void allocateFlows() {
        if (flow.isNone()) {
            long size = (long) maxSteps * maxBatch * Math.max(config.embedding(), config.hidden());
            flow = kernels.allocate(size);
            otherFlow = kernels.allocate(size);
        }
    }

    private void swapFlows() {
        Floats kept = flow;
        flow = otherFlow;
        otherFlow = kept;
    }

    @Override
    public void close() {
        layers.forEach(LayerPass::close);
        inputs.forEach(Floats::close);
        masks.forEach(Floats::close);
        rowMask.close();
        flow.close();
        otherFlow.close();
    }
}
