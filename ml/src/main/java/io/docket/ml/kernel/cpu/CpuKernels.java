package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.NativeFloats.segment;

import io.docket.ml.kernel.AdamStep;
import io.docket.ml.kernel.BatchNorm;
import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.LstmShape;
import io.docket.ml.kernel.LstmTape;
import io.docket.ml.kernel.LstmWeights;
import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.kernel.Precision;
import io.docket.ml.kernel.QrnnShape;
import io.docket.ml.kernel.QrnnTape;
import io.docket.ml.kernel.QrnnWeights;
import io.docket.ml.kernel.SoftmaxShape;
import io.docket.ml.kernel.SoftmaxWeights;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** {@link Kernels} on the processor; see the package for how the work is divided. */
public final class CpuKernels implements Kernels {

    private final WorkerPool pool;
    private final CpuElements elements;
    private final CpuRows rows;
    private final CpuProducts products;
    private final CpuLstm lstm;
    private final CpuQrnn qrnn;
    private final CpuSoftmax softmax;

    /** Kernels that keep {@code threads} processors busy, the caller's included, and compute in 32 bits. */
    public CpuKernels(int threads) {
        this(threads, Precision.SINGLE);
    }

    /**
     * Kernels of another precision.
     *
     * @param precision of the matrix products; {@link Precision#MIXED} is as {@link Precision#SINGLE} on a processor without
     *     instructions for it
     */
    public CpuKernels(int threads, Precision precision) {
        pool = new WorkerPool(threads);
        elements = new CpuElements(pool);
        rows = new CpuRows(pool);
        products = new CpuProducts(pool, precision);
        lstm = new CpuLstm(pool, products, rows);
        qrnn = new CpuQrnn(pool, products, rows);
        softmax = new CpuSoftmax(pool, products, rows);
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Floats allocate(long size) {
        return NativeFloats.allocate(size);
    }

    @Override
    public void fill(Floats x, float value) {
        elements.fill(segment(x), size(x), value);
    }

    @Override
    public void copy(Floats from, Floats to) {
        MemorySegment source = segment(from);
        MemorySegment.copy(source, 0, segment(to), 0, source.byteSize());
    }

    @Override
    public void addScaled(float factor, Floats x, Floats y) {
        elements.addScaled(factor, segment(x), segment(y), size(x));
    }

    @Override
    public void scale(float factor, Floats x) {
        elements.scale(factor, segment(x), size(x));
    }

    @Override
    public void multiply(Floats x, Floats y, Floats out) {
        elements.multiply(segment(x), segment(y), size(y), segment(out), size(x));
    }

    @Override
    public void multiplyAdd(Floats x, Floats y, Floats sum) {
        elements.multiplyAdd(segment(x), segment(y), size(y), segment(sum), size(x));
    }

    @Override
    public void dropoutMask(float probability, long seed, Floats mask) {
        elements.dropoutMask(probability, seed, segment(mask), size(mask));
    }

    @Override
    public double sumOfSquares(Floats x) {
        return elements.sumOfSquares(segment(x), size(x));
    }

    @Override
    public void rectify(Floats x) {
        elements.rectify(segment(x), size(x));
    }

    @Override
    public void rectifyGradient(Floats rectified, Floats gradient) {
        elements.rectifyGradient(segment(rectified), segment(gradient), size(gradient));
    }

    @Override
    public void product(MatrixProduct form, Floats a, Floats b, Floats c) {
        products.product(form, segment(a), segment(b), segment(c));
    }

    @Override
    public void addBias(Floats x, Floats bias) {
        rows.addBias(segment(x), size(x) / size(bias), size(bias), segment(bias));
    }

    @Override
    public void addBiasGradient(Floats gradient, Floats biasGradient) {
        rows.addColumnSums(
                segment(gradient), size(gradient) / size(biasGradient), size(biasGradient), segment(biasGradient));
    }

    @Override
    public void embed(int[] ids, int width, Floats table, Floats rowMask, Floats out) {
        requireIds(ids, table.size() / width);
        elements.embed(ids, width, segment(table), segment(rowMask), !rowMask.isNone(), segment(out));
    }

    @Override
    public void embedGradient(int[] ids, int width, Floats gradient, Floats rowMask, Floats tableGradient) {
        requireIds(ids, tableGradient.size() / width);
        elements.embedGradient(
                ids, width, segment(gradient), segment(rowMask), !rowMask.isNone(), segment(tableGradient));
    }

    @Override
    public void lstmForward(LstmShape shape, Floats x, LstmWeights weights, LstmTape tape) {
        lstm.forward(shape, segment(x), memory(weights), memory(tape));
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
        var flow = new CpuLstm.Flow(
                segment(outputGradient), segment(hiddenGradient), segment(cellGradient), segment(inputGradient));
        lstm.backward(shape, segment(x), memory(weights), memory(tape), flow, memory(gradients));
    }

    @Override
    public void qrnnForward(QrnnShape shape, Floats x, Floats previousInput, QrnnWeights weights, QrnnTape tape) {
        var input = new CpuQrnn.Input(segment(x), segment(previousInput));
        qrnn.forward(shape, input, memory(weights), memory(tape));
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
        var input = new CpuQrnn.Input(segment(x), segment(previousInput));
        var flow = new CpuQrnn.Flow(segment(outputGradient), segment(cellGradient), segment(inputGradient));
        qrnn.backward(shape, input, memory(weights), memory(tape), flow, memory(gradients));
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
        requireTargets(targets, shape);
        return softmax.crossEntropy(
                shape, segment(x), memory(weights), targets, gradientFactor, memory(gradients), segment(inputGradient));
    }

    @Override
    public void batchNormForward(BatchNorm norm, int rows, boolean training, Floats x, Floats out, Floats saved) {
        CpuBatchNorm.forward(norm, rows, training, segment(x), segment(out), segment(saved));
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
        CpuBatchNorm.backward(
                norm,
                rows,
                segment(x),
                segment(saved),
                segment(outputGradient),
                segment(scaleGradient),
                segment(shiftGradient),
                segment(inputGradient));
    }

    @Override
    public void adam(AdamStep step, Floats values, Floats gradient, Floats firstMoment, Floats secondMoment) {
        elements.adam(
                step, segment(values), segment(gradient), segment(firstMoment), segment(secondMoment), size(values));
    }

    @Override
    public void close() {
        pool.close();
    }

    private static CpuLstm.Weights memory(LstmWeights weights) {
        return new CpuLstm.Weights(segment(weights.input()), segment(weights.recurrent()), segment(weights.bias()));
    }

    private static CpuLstm.Tape memory(LstmTape tape) {
        return new CpuLstm.Tape(segment(tape.gates()), segment(tape.hidden()), segment(tape.cells()));
    }

    private static CpuQrnn.Weights memory(QrnnWeights weights) {
        return new CpuQrnn.Weights(segment(weights.linear()), segment(weights.bias()));
    }

    private static CpuQrnn.Tape memory(QrnnTape tape) {
        return new CpuQrnn.Tape(segment(tape.gates()), segment(tape.output()), segment(tape.cells()));
    }

    private static CpuSoftmax.Weights memory(SoftmaxWeights weights) {
        return new CpuSoftmax.Weights(segment(weights.weight()), segment(weights.bias()));
    }

    private static int size(Floats floats) {
        return Math.toIntExact(floats.size());
    }

    private static void requireIds(int[] ids, long rows) {
        for (int id : ids) {
            Objects.checkIndex(id, rows);
        }
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
}
