package io.docket.ml.kernel.nd4j;

import static io.docket.ml.kernel.nd4j.Nd4jFloats.matrix;
import static io.docket.ml.kernel.nd4j.Nd4jFloats.vector;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.QrnnShape;
import io.docket.ml.kernel.QrnnTape;
import io.docket.ml.kernel.QrnnWeights;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One pass through a QRNN layer. Gates are in the order candidate, forget, output. */
final class Nd4jQrnn {

    private final QrnnShape shape;
    private final int rows;
    private final int units;
    private final INDArray window;
    private final INDArray gates;
    private final INDArray outputs;
    private final INDArray cells;

    Nd4jQrnn(QrnnShape shape, Floats x, Floats previousInput, QrnnTape tape) {
        this.shape = shape;
        this.units = shape.units();
        this.rows = shape.steps() * shape.batch();
        this.window = window(shape, x, previousInput);
        this.gates = matrix(tape.gates(), rows, 3L * units);
        this.outputs = matrix(tape.output(), rows, units);
        this.cells = matrix(tape.cells(), (long) rows + shape.batch(), units);
    }

    /** What each step sees: its own input and, with a window of 2, the one before it to its right. */
    private static INDArray window(QrnnShape shape, Floats x, Floats previousInput) {
        int rows = shape.steps() * shape.batch();
        INDArray own = matrix(x, rows, shape.inputs());
        if (shape.window() == 1) {
            return own;
        }
        INDArray first = matrix(previousInput, shape.batch(), shape.inputs());
        INDArray earlier = shape.steps() == 1
                ? first
                : Nd4j.concat(
                        0, first, own.get(NDArrayIndex.interval(0, (long) rows - shape.batch()), NDArrayIndex.all()));
        return Nd4j.concat(1, own, earlier);
    }

    void forward(QrnnWeights weights) {
        gates.assign(window.mmul(
                matrix(weights.linear(), 3L * units, window.columns()).transpose()));
        gates.addiRowVector(vector(weights.bias(), 3L * units));
        INDArray candidates = gate(gates, 0);
        candidates.assign(Transforms.tanh(candidates, true));
        INDArray others = gates.get(NDArrayIndex.all(), NDArrayIndex.interval(units, 3L * units));
        others.assign(Transforms.sigmoid(others, true));
        for (int step = 0; step < shape.steps(); step++) {
            INDArray all = step(gates, step);
            INDArray before = step(cells, step);
            INDArray change = gate(all, 0).sub(before).muli(gate(all, 1));
            step(cells, step + 1).assign(before.add(change));
        }
        INDArray after =
                cells.get(NDArrayIndex.interval(shape.batch(), (long) rows + shape.batch()), NDArrayIndex.all());
        outputs.assign(gate(gates, 2).mul(after));
    }

    /** Replaces the gates by their gradients and passes the state's gradient through. */
    void backward(Floats outputGradient, Floats cellGradient) {
        INDArray arriving = matrix(outputGradient, rows, units);
        INDArray cellFlow = matrix(cellGradient, shape.batch(), units);
        for (int step = shape.steps() - 1; step >= 0; step--) {
            INDArray all = step(gates, step);
            INDArray candidate = gate(all, 0);
            INDArray forget = gate(all, 1);
            INDArray output = gate(all, 2);
            INDArray gradient = step(arriving, step);
            cellFlow.addi(gradient.mul(output));
            output.assign(gradient.mul(step(cells, step + 1)).muli(output).muli(output.rsub(1)));
            INDArray kept = forget.rsub(1);
            INDArray toForget =
                    candidate.sub(step(cells, step)).muli(cellFlow).muli(forget).muli(kept);
            candidate.assign(candidate.mul(candidate).rsubi(1).muli(cellFlow).muli(forget));
            forget.assign(toForget);
            cellFlow.muli(kept);
        }
    }

    void addGradients(QrnnWeights weights, QrnnWeights gradients, Floats inputGradient) {
        int inputs = shape.inputs();
        if (!gradients.linear().isNone()) {
            matrix(gradients.linear(), 3L * units, window.columns())
                    .addi(gates.transpose().mmul(window));
        }
        if (!gradients.bias().isNone()) {
            vector(gradients.bias(), 3L * units).addi(gates.sum(0));
        }
        if (inputGradient.isNone()) {
            return;
        }
        INDArray linear = matrix(weights.linear(), 3L * units, window.columns());
        INDArray target = matrix(inputGradient, rows, inputs);
        INDArray flow = gates.mmul(linear);
        target.assign(flow.get(NDArrayIndex.all(), NDArrayIndex.interval(0, inputs)));
        if (shape.window() == 2 && shape.steps() > 1) {
            target.get(NDArrayIndex.interval(0, (long) rows - shape.batch()), NDArrayIndex.all())
                    .addi(flow.get(
                            NDArrayIndex.interval(shape.batch(), rows), NDArrayIndex.interval(inputs, 2L * inputs)));
        }
    }

    private INDArray step(INDArray sequence, int step) {
        long from = (long) step * shape.batch();
        return sequence.get(NDArrayIndex.interval(from, from + shape.batch()), NDArrayIndex.all());
    }

    private INDArray gate(INDArray all, int gate) {
        return all.get(NDArrayIndex.all(), NDArrayIndex.interval((long) gate * units, (gate + 1L) * units));
    }
}
