package io.docket.ml.kernel.nd4j;

import static io.docket.ml.kernel.nd4j.Nd4jFloats.matrix;
import static io.docket.ml.kernel.nd4j.Nd4jFloats.vector;

import io.docket.ml.kernel.BatchNorm;
import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.SoftmaxShape;
import io.docket.ml.kernel.SoftmaxWeights;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax with cross-entropy, by chunks of rows, and batch norm. Stateless. */
final class Nd4jLosses {

    /** Rows whose logits exist at once: 32 MB of them for a vocabulary of 16,000. */
    private static final int CHUNK = 512;

    private Nd4jLosses() {}

    static double softmaxCrossEntropy(
            SoftmaxShape shape,
            Floats x,
            SoftmaxWeights weights,
            int[] targets,
            float factor,
            SoftmaxWeights gradients,
            Floats inputGradient) {
        requireTargets(targets, shape);
        INDArray weight = matrix(weights.weight(), shape.classes(), shape.inputs());
        INDArray bias = vector(weights.bias(), shape.classes());
        double loss = 0;
        for (int from = 0; from < shape.rows(); from += CHUNK) {
            int to = Math.min(shape.rows(), from + CHUNK);
            INDArray rows = part(x, shape, from, to);
            int[] wanted = Arrays.copyOfRange(targets, from, to);
            INDArray counts = counts(wanted);
            INDArray truth = truth(wanted, shape.classes()).muli(counts);
            INDArray logits = rows.mmul(weight.transpose()).addiRowVector(bias);
            logits.subi(logits.max(true, 1));
            INDArray right = logits.mul(truth).sum(true, 1);
            INDArray probabilities = Transforms.exp(logits, false);
            // in double precision: a sum over millions of classes loses four digits otherwise
            INDArray sums = probabilities.castTo(DataType.DOUBLE).sum(true, 1);
            loss += Transforms.log(sums, true)
                    .muli(counts.castTo(DataType.DOUBLE))
                    .subi(right.castTo(DataType.DOUBLE))
                    .sumNumber()
                    .doubleValue();
            if (inputGradient.isNone()) {
                continue;
            }
            INDArray flow = probabilities
                    .divi(sums.castTo(DataType.FLOAT))
                    .muli(counts)
                    .subi(truth)
                    .muli(factor);
            part(inputGradient, shape, from, to).assign(flow.mmul(weight));
            if (!gradients.weight().isNone()) {
                matrix(gradients.weight(), shape.classes(), shape.inputs())
                        .addi(flow.transpose().mmul(rows));
            }
            if (!gradients.bias().isNone()) {
                vector(gradients.bias(), shape.classes()).addi(flow.sum(0));
            }
        }
        return loss;
    }

    private static INDArray part(Floats block, SoftmaxShape shape, int from, int to) {
        return matrix(block, shape.rows(), shape.inputs()).get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    /** A column with 1 for a row that counts, 0 for one that does not. */
    private static INDArray counts(int[] targets) {
        float[] counts = new float[targets.length];
        for (int row = 0; row < counts.length; row++) {
            counts[row] = targets[row] < 0 ? 0 : 1;
        }
        return Nd4j.createFromArray(counts).reshape(targets.length, 1);
    }

    private static INDArray truth(int[] targets, int classes) {
        int[] places = Arrays.stream(targets).map(target -> Math.max(0, target)).toArray();
        INDArray truth = Nd4j.create(DataType.FLOAT, targets.length, classes);
        Nd4j.exec(DynamicCustomOp.builder("onehot")
                .addInputs(Nd4j.createFromArray(places))
                .addIntegerArguments(-1, classes)
                .addFloatingPointArguments(1.0, 0.0)
                .addOutputs(truth)
                .build());
        return truth;
    }

    private static void requireTargets(int[] targets, SoftmaxShape shape) {
        if (targets.length < shape.rows()) {
            throw new IllegalArgumentException(shape.rows() + " rows need as many targets, got " + targets.length);
        }
        for (int target : targets) {
            if (target >= shape.classes()) {
                throw new IllegalArgumentException("target " + target + " of " + shape.classes() + " classes");
            }
        }
    }

    static void batchNormForward(BatchNorm norm, int rows, boolean training, Floats x, Floats out, Floats saved) {
        int features = norm.features();
        INDArray values = matrix(x, rows, features);
        INDArray runningMean = vector(norm.runningMean(), features);
        INDArray runningVariance = vector(norm.runningVariance(), features);
        INDArray mean = runningMean.dup();
        INDArray variance = runningVariance.dup();
        if (training) {
            mean = values.mean(0);
            INDArray deviations = values.subRowVector(mean);
            variance = deviations.mul(deviations).mean(0);
            float unbiased = rows > 1 ? rows / (rows - 1f) : 1;
            runningMean.muli(1 - norm.momentum()).addi(mean.mul(norm.momentum()));
            runningVariance.muli(1 - norm.momentum()).addi(variance.mul(unbiased * norm.momentum()));
        }
        INDArray inverse = Transforms.sqrt(variance.add(norm.epsilon()), false).rdivi(1);
        vector(saved, 2L * features).get(NDArrayIndex.interval(0, features)).assign(mean);
        vector(saved, 2L * features)
                .get(NDArrayIndex.interval(features, 2L * features))
                .assign(inverse);
        INDArray normalised = values.subRowVector(mean).muliRowVector(inverse);
        matrix(out, rows, features)
                .assign(normalised
                        .muliRowVector(vector(norm.scale(), features))
                        .addiRowVector(vector(norm.shift(), features)));
    }
}
