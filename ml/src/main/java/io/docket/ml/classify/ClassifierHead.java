package io.docket.ml.classify;

import io.docket.ml.io.Tensor;
import io.docket.ml.kernel.BatchNorm;
import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.model.Parameter;
import io.docket.ml.model.ParameterSet;
import io.docket.ml.model.ParameterSpec;
import io.docket.ml.model.Seeds;
import java.util.Arrays;
import java.util.List;

/**
 * fastai's classifier head in training: batch norm, dropout, linear to {@value #HIDDEN}, ReLU, batch norm, dropout, linear to the
 * labels; no biases, because batch norm has shifts. For one thread; {@link HeadWeights} is the form that serves.
 */
final class ClassifierHead implements AutoCloseable {
    /** Layer group of all weights here. */
    static final String GROUP = "head";

    /** fastai's default and the paper's. */
    static final int HIDDEN = 50;
    /** fastai's default, not scaled with the others. */
    private static final float SECOND_DROPOUT = 0.1f;

    private final Kernels kernels;
    private final ParameterSet parameters;
    private final int inputs;
    private final int labels;
    private final Block first;
    private final Block second;
    private final Floats logits;
    private final Floats flow;
    private final Floats narrowFlow;
    private int rows;

    /** Batch norm, dropout and linear layer, with the memory that their gradient needs. */
    private record Block(
            BatchNorm norm,
            Parameter scale,
            Parameter shift,
            Parameter weight,
            Floats input,
            Floats normed,
            Floats mask,
            Floats saved) {

        void close() {
            norm.runningMean().close();
            norm.runningVariance().close();
            input.close();
            normed.close();
            mask.close();
            saved.close();
        }
    }

    /** The weights of a head for vectors of {@code inputs} numbers. */
    static List<ParameterSpec> specs(int inputs, int labels) {
        return List.of(
                new ParameterSpec("head.0.norm.scale", List.of(inputs), GROUP, false, 0),
                new ParameterSpec("head.0.norm.shift", List.of(inputs), GROUP, false, 0),
                new ParameterSpec(
                        "head.0.linear", List.of(HIDDEN, inputs), GROUP, true, (float) (1 / Math.sqrt(inputs))),
                new ParameterSpec("head.1.norm.scale", List.of(HIDDEN), GROUP, false, 0),
                new ParameterSpec("head.1.norm.shift", List.of(HIDDEN), GROUP, false, 0),
                new ParameterSpec(
                        "head.1.linear", List.of(labels, HIDDEN), GROUP, true, (float) (1 / Math.sqrt(HIDDEN))));
    }

    /** A head on freshly drawn parameters: the norms begin as the identity. */
    ClassifierHead(Kernels kernels, ParameterSet parameters, int inputs, int labels, int maxBatch) {
        this.kernels = kernels;
        this.parameters = parameters;
        this.inputs = inputs;
        this.labels = labels;
        this.first = block(0, inputs, maxBatch);
        this.second = block(1, HIDDEN, maxBatch);
        this.logits = kernels.allocate((long) maxBatch * labels);
        this.flow = kernels.allocate((long) maxBatch * inputs);
        this.narrowFlow = kernels.allocate((long) maxBatch * HIDDEN);
    }

    private Block block(int index, int features, int maxBatch) {
        Parameter scale = parameters.get("head." + index + ".norm.scale");
        Parameter shift = parameters.get("head." + index + ".norm.shift");
        kernels.fill(scale.values(), 1);
        Floats runningVariance = kernels.allocate(features);
        kernels.fill(runningVariance, 1);
        BatchNorm norm =
                BatchNorm.of(features, scale.values(), shift.values(), kernels.allocate(features), runningVariance);
        long size = (long) maxBatch * features;
        return new Block(
                norm,
                scale,
                shift,
                parameters.get("head." + index + ".linear"),
                kernels.allocate(size),
                kernels.allocate(size),
                kernels.allocate(size),
                kernels.allocate(2L * features));
    }

    /**
     * The logits of a training batch.
     *
     * @param pooled {@code [rows, inputs]}
     * @param dropout of the first block
     * @return {@code [rows, labels]}
     */
    float[] forward(float[] pooled, int batch, float dropout, long seed) {
        rows = batch;
        first.input().write(0, pooled, 0, batch * inputs);
        run(first, dropout, Seeds.derive(seed, 0), slice(second.input(), HIDDEN), HIDDEN);
        kernels.rectify(slice(second.input(), HIDDEN));
        run(second, SECOND_DROPOUT, Seeds.derive(seed, 1), slice(logits, labels), labels);
        return slice(logits, labels).toArray();
    }

    private void run(Block block, float dropout, long seed, Floats out, int outputs) {
        int features = block.norm().features();
        Floats normed = slice(block.normed(), features);
        Floats mask = slice(block.mask(), features);
        kernels.batchNormForward(block.norm(), rows, true, slice(block.input(), features), normed, block.saved());
        kernels.dropoutMask(dropout, seed, mask);
        kernels.multiply(normed, mask, normed);
        kernels.product(
                MatrixProduct.transposedB(rows, outputs, features),
                normed,
                block.weight().values(),
                out);
    }

    /**
     * Adds the gradients of the last forward pass to the parameters.
     *
     * @param logitGradient {@code [rows, labels]}
     * @return the gradient of the pooled vectors
     */
    float[] backward(float[] logitGradient) {
        Floats gradient = slice(logits, labels);
        gradient.write(logitGradient);
        Floats narrow = slice(narrowFlow, HIDDEN);
        back(second, gradient, labels, narrow);
        kernels.rectifyGradient(slice(second.input(), HIDDEN), narrow);
        Floats wide = slice(flow, inputs);
        back(first, narrow, HIDDEN, wide);
        return wide.toArray();
    }

    private void back(Block block, Floats gradient, int outputs, Floats inputGradient) {
        int features = block.norm().features();
        Floats normed = slice(block.normed(), features);
        kernels.product(
                MatrixProduct.transposedA(outputs, features, rows).adding(),
                gradient,
                normed,
                block.weight().gradient());
        kernels.product(
                MatrixProduct.plain(rows, features, outputs),
                gradient,
                block.weight().values(),
                normed);
        kernels.multiply(normed, slice(block.mask(), features), normed);
        kernels.batchNormBackward(
                block.norm(),
                rows,
                slice(block.input(), features),
                block.saved(),
                normed,
                block.scale().gradient(),
                block.shift().gradient(),
                inputGradient);
    }

    private Floats slice(Floats block, int features) {
        return block.slice(0, (long) rows * features);
    }

    /**
     * Sets the statistics of the norms to those of pooled vectors without dropout. What they moved through in training lags behind
     * an encoder that changes within a few dozen steps: a classifier that was right for 200 of 200 texts in training was then
     * right for 100 of the same texts in service.
     *
     * @param pooled vectors of training texts by the encoder as it serves
     */
    void settle(float[][] pooled) {
        settle(first.norm(), pooled);
        HeadWeights now = weights();
        settle(
                second.norm(),
                Arrays.stream(pooled).map(vector -> now.hidden(vector, 0)).toArray(float[][]::new));
    }

    private static void settle(BatchNorm norm, float[][] rows) {
        float[] means = new float[norm.features()];
        float[] variances = new float[norm.features()];
        for (int feature = 0; feature < means.length; feature++) {
            int column = feature;
            double mean = Arrays.stream(rows)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            means[feature] = (float) mean;
            variances[feature] = (float) Arrays.stream(rows)
                    .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                    .average()
                    .orElseThrow();
        }
        norm.runningMean().write(means);
        norm.runningVariance().write(variances);
    }

    /** The head as it serves. */
    HeadWeights weights() {
        return new HeadWeights(List.of(
                tensor("head.0.norm.scale", first.scale().values(), inputs),
                tensor("head.0.norm.shift", first.shift().values(), inputs),
                tensor("head.0.norm.mean", first.norm().runningMean(), inputs),
                tensor("head.0.norm.variance", first.norm().runningVariance(), inputs),
                tensor("head.0.linear", first.weight().values(), HIDDEN, inputs),
                tensor("head.1.norm.scale", second.scale().values(), HIDDEN),
                tensor("head.1.norm.shift", second.shift().values(), HIDDEN),
                tensor("head.1.norm.mean", second.norm().runningMean(), HIDDEN),
                tensor("head.1.norm.variance", second.norm().runningVariance(), HIDDEN),
                tensor("head.1.linear", second.weight().values(), labels, HIDDEN)));
    }

    private static Tensor tensor(String name, Floats values, int... shape) {
        return new Tensor(name, shape, values.toArray());
    }

    @Override
    public void close() {
        first.close();
        second.close();
        logits.close();
        flow.close();
        narrowFlow.close();
    }
}
