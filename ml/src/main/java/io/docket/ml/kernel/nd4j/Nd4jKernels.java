package io.docket.ml.kernel.nd4j;

import static io.docket.ml.kernel.nd4j.Nd4jFloats.matrix;
import static io.docket.ml.kernel.nd4j.Nd4jFloats.vector;

import io.docket.ml.kernel.AdamStep;
import io.docket.ml.kernel.BatchNorm;
import io.docket.ml.kernel.DropoutBits;
import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.LstmShape;
import io.docket.ml.kernel.LstmTape;
import io.docket.ml.kernel.LstmWeights;
import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.kernel.QrnnShape;
import io.docket.ml.kernel.QrnnTape;
import io.docket.ml.kernel.QrnnWeights;
import io.docket.ml.kernel.SoftmaxShape;
import io.docket.ml.kernel.SoftmaxWeights;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The arithmetic of the engine by ND4J operations alone; it runs on the backend that ND4J found on the class path. */
public final class Nd4jKernels implements Kernels {

    /** Whether ND4J's backend on the class path computes on a GPU. */
    public static boolean runsOnGpu() {
        return !Nd4j.getEnvironment().isCPU();
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public Floats allocate(long size) {
        return Nd4jFloats.allocate(size);
    }

    @Override
    public void fill(Floats x, float value) {
        vector(x).assign(value);
    }

    @Override
    public void copy(Floats from, Floats to) {
        if (!from.isNone()) {
            vector(to, from.size()).assign(vector(from));
        }
    }

    @Override
    public void addScaled(float factor, Floats x, Floats y) {
        vector(y, x.size()).addi(vector(x).mul(factor));
    }

    @Override
    public void scale(float factor, Floats x) {
        vector(x).muli(factor);
    }

    @Override
    public void multiply(Floats x, Floats y, Floats out) {
        long whole = x.size() - x.size() % y.size();
        if (whole > 0) {
            matrix(out, whole / y.size(), y.size()).assign(rows(x, y).mulRowVector(vector(y)));
        }
        if (whole < x.size()) {
            tail(out, whole, x.size()).assign(tail(x, whole, x.size()).mul(vector(y, x.size() - whole)));
        }
    }

    @Override
    public void multiplyAdd(Floats x, Floats y, Floats sum) {
        long whole = x.size() - x.size() % y.size();
        if (whole > 0) {
            matrix(sum, whole / y.size(), y.size()).addi(rows(x, y).mulRowVector(vector(y)));
        }
        if (whole < x.size()) {
            tail(sum, whole, x.size()).addi(tail(x, whole, x.size()).mul(vector(y, x.size() - whole)));
        }
    }

    private static INDArray rows(Floats x, Floats y) {
        return matrix(x, x.size() / y.size(), y.size());
    }

    private static INDArray tail(Floats x, long from, long to) {
        return vector(x).get(NDArrayIndex.interval(from, to));
    }

    /** Drawn by the host: the bits are a function of the position that ND4J has no operation for. */
    @Override
    public void dropoutMask(float probability, long seed, Floats mask) {
        float[] values = new float[Math.toIntExact(mask.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = DropoutBits.value(seed, i, probability);
        }
        mask.write(values);
    }

    @Override
    public double sumOfSquares(Floats x) {
        INDArray precise = vector(x).castTo(DataType.DOUBLE);
        return precise.mul(precise).sumNumber().doubleValue();
    }

    @Override
    public void rectify(Floats x) {
        vector(x).assign(Transforms.relu(vector(x), true));
    }

    @Override
    public void rectifyGradient(Floats rectified, Floats gradient) {
        vector(gradient).muli(vector(rectified, gradient.size()).neq(0).castTo(DataType.FLOAT));
    }

    @Override
    public void product(MatrixProduct form, Floats a, Floats b, Floats c) {
        INDArray left = form.transposeA()
                ? matrix(a, form.inner(), form.rows()).transpose()
                : matrix(a, form.rows(), form.inner());
        INDArray right = form.transposeB()
                ? matrix(b, form.columns(), form.inner()).transpose()
                : matrix(b, form.inner(), form.columns());
        INDArray result = matrix(c, form.rows(), form.columns());
        INDArray product = left.mmul(right);
        if (form.factor() != 1) {
            product.muli(form.factor());
        }
        if (form.keep() == 0) {
            result.assign(product);
        } else {
            result.muli(form.keep()).addi(product);
        }
    }

    @Override
    public void addBias(Floats x, Floats bias) {
        rows(x, bias).addiRowVector(vector(bias));
    }

    @Override
    public void addBiasGradient(Floats gradient, Floats biasGradient) {
        vector(biasGradient).addi(rows(gradient, biasGradient).sum(0));
    }

    @Override
    public void embed(int[] ids, int width, Floats table, Floats rowMask, Floats out) {
        requireIds(ids, table.size() / width);
        INDArray found = gather(matrix(table, table.size() / width, width), ids);
        if (!rowMask.isNone()) {
            found.muliColumnVector(gather(matrix(rowMask, rowMask.size(), 1), ids));
        }
        matrix(out, ids.length, width).assign(found);
    }

    @Override
    public void embedGradient(int[] ids, int width, Floats gradient, Floats rowMask, Floats tableGradient) {
        requireIds(ids, tableGradient.size() / width);
        INDArray updates = matrix(gradient, ids.length, width);
        if (!rowMask.isNone()) {
            updates = updates.mulColumnVector(gather(matrix(rowMask, rowMask.size(), 1), ids));
        }
        INDArray table = matrix(tableGradient, tableGradient.size() / width, width);
        Nd4j.exec(DynamicCustomOp.builder("scatter_add")
                .addInputs(table, Nd4j.createFromArray(ids), updates)
                .addOutputs(table)
                .build());
    }

    private static INDArray gather(INDArray table, int[] ids) {
        INDArray found = Nd4j.create(DataType.FLOAT, ids.length, table.columns());
        Nd4j.exec(DynamicCustomOp.builder("gather")
                .addInputs(table, Nd4j.createFromArray(ids))
                .addIntegerArguments(0)
                .addOutputs(found)
                .build());
        return found;
    }

    @Override
    public void lstmForward(LstmShape shape, Floats x, LstmWeights weights, LstmTape tape) {
        new Nd4jLstm(shape, weights, tape).forward(x);
    }

    @Override
    public void lstmBackward(
            LstmShape shape,
            Floats x,
            LstmWeights weights,
            LstmTape tape,
            Floats outputGradient,
            Floats hiddenGradient,
            Floats cellGradient,
            LstmWeights gradients,
            Floats inputGradient) {
        Nd4jLstm lstm = new Nd4jLstm(shape, weights, tape);
        lstm.backward(outputGradient, hiddenGradient, cellGradient);
        lstm.addGradients(x, gradients, inputGradient);
    }

    @Override
    public void qrnnForward(QrnnShape shape, Floats x, Floats previousInput, QrnnWeights weights, QrnnTape tape) {
        new Nd4jQrnn(shape, x, previousInput, tape).forward(weights);
    }

    @Override
    public void qrnnBackward(
            QrnnShape shape,
            Floats x,
            Floats previousInput,
            QrnnWeights weights,
            QrnnTape tape,
            Floats outputGradient,
            Floats cellGradient,
            QrnnWeights gradients,
            Floats inputGradient) {
        Nd4jQrnn qrnn = new Nd4jQrnn(shape, x, previousInput, tape);
        qrnn.backward(outputGradient, cellGradient);
        qrnn.addGradients(weights, gradients, inputGradient);
    }

    @Override
    public double softmaxCrossEntropy(
            SoftmaxShape shape,
            Floats x,
            SoftmaxWeights weights,
            int[] targets,
            float gradientFactor,
            SoftmaxWeights gradients,
            Floats inputGradient) {
        return Nd4jLosses.softmaxCrossEntropy(shape, x, weights, targets, gradientFactor, gradients, inputGradient);
    }

    @Override
    public void batchNormForward(BatchNorm norm, int rows, boolean training, Floats x, Floats out, Floats saved) {
        Nd4jLosses.batchNormForward(norm, rows, training, x, out, saved);
    }

    @Override
    public void batchNormBackward(
            BatchNorm norm,
            int rows,
            Floats x,
            Floats saved,
            Floats outputGradient,
            Floats scaleGradient,
            Floats shiftGradient,
            Floats inputGradient) {
        int features = norm.features();
        INDArray mean = vector(saved, 2L * features).get(NDArrayIndex.interval(0, features));
        INDArray inverse = vector(saved, 2L * features).get(NDArrayIndex.interval(features, 2L * features));
        INDArray normalised = matrix(x, rows, features).subRowVector(mean).muliRowVector(inverse);
        INDArray gradient = matrix(outputGradient, rows, features);
        INDArray sum = gradient.sum(0);
        INDArray projection = gradient.mul(normalised).sum(0);
        INDArray centred = gradient.subRowVector(sum.div(rows)).subi(normalised.mulRowVector(projection.div(rows)));
        matrix(inputGradient, rows, features)
                .assign(centred.muliRowVector(inverse).muliRowVector(vector(norm.scale(), features)));
        if (!scaleGradient.isNone()) {
            vector(scaleGradient, features).addi(projection);
            vector(shiftGradient, features).addi(sum);
        }
    }

    @Override
    public void adam(AdamStep step, Floats values, Floats gradient, Floats firstMoment, Floats secondMoment) {
        long size = values.size();
        INDArray scaled = vector(gradient, size).mul(step.gradientFactor());
        INDArray first = vector(firstMoment, size);
        INDArray second = vector(secondMoment, size);
        first.muli(step.beta1()).addi(scaled.mul(1 - step.beta1()));
        second.muli(step.beta2()).addi(scaled.muli(scaled).muli(1 - step.beta2()));
        INDArray denominator =
                Transforms.sqrt(second.div(step.correction2()), false).addi(step.epsilon());
        vector(values)
                .muli(1 - step.rate() * step.decay())
                .subi(first.mul(step.rate() / step.correction1()).divi(denominator));
    }

    /** ND4J owns its backend; there is nothing to close. */
    @Override
    public void close() {
        // see above
    }

    private static void requireIds(int[] ids, long rows) {
        for (int id : ids) {
            Objects.checkIndex(id, rows);
        }
    }
}
