package io.docket.ml.kernel.nd4j;

import static io.docket.ml.kernel.nd4j.Nd4jFloats.matrix;
import static io.docket.ml.kernel.nd4j.Nd4jFloats.vector;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.LstmShape;
import io.docket.ml.kernel.LstmTape;
import io.docket.ml.kernel.LstmWeights;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One pass through an LSTM layer, step by step. Gates are in the order input, forget, cell, output. */
final class Nd4jLstm {

    private final LstmShape shape;
    private final int rows;
    private final int units;
    private final INDArray input;
    private final INDArray recurrent;
    private final LstmWeights weights;
    private final INDArray gates;
    private final INDArray hidden;
    private final INDArray cells;

    Nd4jLstm(LstmShape shape, LstmWeights weights, LstmTape tape) {
        this.shape = shape;
        this.units = shape.units();
        this.rows = shape.steps() * shape.batch();
        this.weights = weights;
        this.input = matrix(weights.input(), 4L * units, shape.inputs());
        this.recurrent = matrix(weights.recurrent(), 4L * units, units);
        this.gates = matrix(tape.gates(), rows, 4L * units);
        this.hidden = matrix(tape.hidden(), (long) rows + shape.batch(), units);
        this.cells = matrix(tape.cells(), (long) rows + shape.batch(), units);
    }

    void forward(Floats x) {
        gates.assign(matrix(x, rows, shape.inputs()).mmul(input.transpose()));
        gates.addiRowVector(vector(weights.bias(), 4L * units));
        for (int step = 0; step < shape.steps(); step++) {
            INDArray all = step(gates, step);
            all.addi(step(hidden, step).mmul(recurrent.transpose()));
            for (int gate = 0; gate < 4; gate++) {
                INDArray one = gate(all, gate);
                one.assign(gate == 2 ? Transforms.tanh(one, true) : Transforms.sigmoid(one, true));
            }
            INDArray cell = step(cells, step + 1);
            cell.assign(gate(all, 1).mul(step(cells, step)).addi(gate(all, 0).mul(gate(all, 2))));
            step(hidden, step + 1).assign(gate(all, 3).mul(Transforms.tanh(cell, true)));
        }
    }

    /** Replaces the gates by their gradients and passes the states' gradients through. */
    void backward(Floats outputGradient, Floats hiddenGradient, Floats cellGradient) {
        INDArray outputs = matrix(outputGradient, rows, units);
        INDArray hiddenFlow = matrix(hiddenGradient, shape.batch(), units);
        INDArray cellFlow = matrix(cellGradient, shape.batch(), units);
        for (int step = shape.steps() - 1; step >= 0; step--) {
            INDArray all = step(gates, step);
            INDArray forget = gate(all, 1).dup();
            INDArray squashed = Transforms.tanh(step(cells, step + 1), true);
            INDArray arriving = step(outputs, step).add(hiddenFlow);
            INDArray throughCell =
                    arriving.mul(gate(all, 3)).muli(squashed.mul(squashed).rsubi(1));
            cellFlow.addi(throughCell);
            INDArray toInput = cellFlow.mul(gate(all, 2));
            INDArray toCell = cellFlow.mul(gate(all, 0));
            put(all, 3, arriving.mul(squashed));
            put(all, 1, cellFlow.mul(step(cells, step)));
            put(all, 0, toInput);
            INDArray candidate = gate(all, 2);
            candidate.assign(toCell.muli(candidate.mul(candidate).rsubi(1)));
            cellFlow.muli(forget);
            hiddenFlow.assign(all.mmul(recurrent));
        }
    }

    /** Through the logistic function, whose value is in the gate. */
    private void put(INDArray all, int gate, INDArray gradient) {
        INDArray value = gate(all, gate);
        value.assign(gradient.muli(value).muli(value.rsub(1)));
    }

    void addGradients(Floats x, LstmWeights gradients, Floats inputGradient) {
        INDArray flow = gates.transpose();
        if (!gradients.input().isNone()) {
            matrix(gradients.input(), 4L * units, shape.inputs()).addi(flow.mmul(matrix(x, rows, shape.inputs())));
        }
        if (!gradients.recurrent().isNone()) {
            INDArray before = hidden.get(NDArrayIndex.interval(0, rows), NDArrayIndex.all());
            matrix(gradients.recurrent(), 4L * units, units).addi(flow.mmul(before));
        }
        if (!gradients.bias().isNone()) {
            vector(gradients.bias(), 4L * units).addi(gates.sum(0));
        }
        if (!inputGradient.isNone()) {
            matrix(inputGradient, rows, shape.inputs()).assign(gates.mmul(input));
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
