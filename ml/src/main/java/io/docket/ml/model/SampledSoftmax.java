package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.SoftmaxShape;
import io.docket.ml.kernel.SoftmaxWeights;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An estimate of the softmax loss for a fraction of its work: each target is compared with the targets of the whole chunk
 * and with words drawn at random, whose logits are raised by the logarithm of how many words each of them stands for.
 * Frequent words are nearly always among the targets; only the rare ones are estimated.
 */
final class SampledSoftmax implements AutoCloseable {

    private final LanguageModel model;
    private final Kernels kernels;
    private final int vocabulary;
    private final int width;
    private final int[] places;
    private Floats weight = Floats.NONE;
    private Floats weightGradient = Floats.NONE;
    private Floats bias = Floats.NONE;
    private Floats biasGradient = Floats.NONE;

    SampledSoftmax(LanguageModel model) {
        this.model = model;
        this.kernels = model.kernels();
        this.vocabulary = model.config().vocabulary();
        this.width = model.config().embedding();
        this.places = new int[vocabulary];
    }

    /**
     * Estimates the loss and adds its gradients to those of the decoder.
     *
     * @param draws words drawn, each at most once
     * @param inputGradient overwritten
     * @return sum of the estimated negative log-likelihoods in nats
     */
    double loss(Floats x, int[] targets, int draws, long seed, float factor, Floats inputGradient) {
        int[] classes = classes(targets, draws, seed);
        int targetClasses = placeTargets(targets);
        int[] localTargets =
                Arrays.stream(targets).map(target -> places[target] - 1).toArray();
        float stoodFor = (float) Math.log((double) (vocabulary - targetClasses) / (classes.length - targetClasses));
        allocate(classes.length);
        Floats rows = weight.slice(0, (long) classes.length * width);
        Floats offsets = bias.slice(0, classes.length);
        Floats rowGradients = weightGradient.slice(0, rows.size());
        Floats offsetGradients = biasGradient.slice(0, offsets.size());
        Parameter table = model.parameters().get(Encoder.EMBEDDING);
        Parameter tableBias = model.parameters().get(LanguageModel.DECODER_BIAS);
        kernels.embed(classes, width, table.values(), Floats.NONE, rows);
        kernels.embed(classes, 1, tableBias.values(), Floats.NONE, offsets);
        raise(offsets, targetClasses, classes.length, stoodFor);
        kernels.fill(rowGradients, 0);
        kernels.fill(offsetGradients, 0);
        double loss = kernels.softmaxCrossEntropy(
                new SoftmaxShape(targets.length, width, classes.length),
                x,
                new SoftmaxWeights(rows, offsets),
                localTargets,
                factor,
                new SoftmaxWeights(rowGradients, offsetGradients),
                inputGradient);
        kernels.embedGradient(classes, width, rowGradients, Floats.NONE, table.gradient());
        kernels.embedGradient(classes, 1, offsetGradients, Floats.NONE, tableBias.gradient());
        return loss;
    }

    /** The targets in the order of their first occurrence, then the drawn words that are not among them. */
    private int[] classes(int[] targets, int draws, long seed) {
        int targetClasses = placeTargets(targets);
        int[] classes = new int[Math.min(vocabulary, targetClasses + draws)];
        for (int word = 0; word < vocabulary; word++) {
            if (places[word] > 0) {
                classes[places[word] - 1] = word;
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] drawn = new boolean[vocabulary];
        int count = targetClasses;
        while (count < classes.length) {
            int word = random.nextInt(vocabulary);
            if (places[word] == 0 && !drawn[word]) {
                drawn[word] = true;
                classes[count++] = word;
            }
        }
        return classes;
    }

    /** Numbers the different targets from 1 and returns how many there are. */
    private int placeTargets(int[] targets) {
        Arrays.fill(places, 0);
        int count = 0;
        for (int target : targets) {
            if (places[target] == 0) {
                places[target] = ++count;
            }
        }
        return count;
    }

    private static void raise(Floats offsets, int from, int to, float by) {
        float[] values = new float[to - from];
        offsets.read(from, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] += by;
        }
        offsets.write(from, values, 0, values.length);
    }

    private void allocate(int classes) {
        if (bias.size() < classes) {
            close();
            weight = kernels.allocate((long) classes * width);
            weightGradient = kernels.allocate((long) classes * width);
            bias = kernels.allocate(classes);
            biasGradient = kernels.allocate(classes);
        }
    }

    @Override
    public void close() {
        weight.close();
        weightGradient.close();
        bias.close();
        biasGradient.close();
    }
}
