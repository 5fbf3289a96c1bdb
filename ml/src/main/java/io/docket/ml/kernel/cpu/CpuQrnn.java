package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.VectorMath.LANES;
import static io.docket.ml.kernel.cpu.VectorMath.lanes;
import static io.docket.ml.kernel.cpu.VectorMath.load;
import static io.docket.ml.kernel.cpu.VectorMath.store;

import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.kernel.QrnnShape;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The QRNN layer: all matrix work is done for the whole sequence at once; what remains of the recurrence is one
 * element-wise pass per step.
 */
final class CpuQrnn {

    private final WorkerPool pool;
    private final CpuProducts products;
    private final CpuRows rows;

    CpuQrnn(WorkerPool pool, CpuProducts products, CpuRows rows) {
        this.pool = pool;
        this.products = products;
        this.rows = rows;
    }

    /** The blocks of {@link io.docket.ml.kernel.QrnnWeights} as memory. */
    record Weights(MemorySegment linear, MemorySegment bias) {

        /** False when no gradients are wanted. */
        boolean present() {
            return linear.byteSize() > 0;
        }
    }

    /** The blocks of {@link io.docket.ml.kernel.QrnnTape} as memory. */
    record Tape(MemorySegment gates, MemorySegment output, MemorySegment cells) {}

    /** The input of the steps and, for window 2, the one before them. */
    record Input(MemorySegment steps, MemorySegment previous) {}

    /** Gradients that flow through a layer; see {@link io.docket.ml.kernel.Kernels#qrnnBackward}. */
    record Flow(MemorySegment output, MemorySegment cell, MemorySegment input) {}

    void forward(QrnnShape shape, Input input, Weights weights, Tape tape) {
        int width = 3 * shape.units();
        int inputs = shape.inputs();
        int stride = shape.window() * inputs;
        int batch = shape.batch();
        var linear = new CpuProducts.Matrix(weights.linear(), 0, stride);
        products.product(
                MatrixProduct.transposedB(shape.steps() * batch, width, inputs),
                new CpuProducts.Matrix(input.steps(), 0, inputs),
                linear,
                new CpuProducts.Matrix(tape.gates(), 0, width));
        if (shape.window() == 2) {
            var earlier = new CpuProducts.Matrix(weights.linear(), inputs, stride);
            products.product(
                    MatrixProduct.transposedB(batch, width, inputs).adding(),
                    new CpuProducts.Matrix(input.previous(), 0, inputs),
                    earlier,
                    new CpuProducts.Matrix(tape.gates(), 0, width));
            products.product(
                    MatrixProduct.transposedB((shape.steps() - 1) * batch, width, inputs)
                            .adding(),
                    new CpuProducts.Matrix(input.steps(), 0, inputs),
                    earlier,
                    new CpuProducts.Matrix(tape.gates(), (long) batch * width, width));
        }
        pool.run(batch, 1, (from, to) -> {
            for (int step = 0; step < shape.steps(); step++) {
                for (int sequence = from; sequence < to; sequence++) {
                    forwardRow(shape.units(), tape, weights.bias(), (long) step * batch + sequence, batch);
                }
            }
        });
    }

    private static void forwardRow(int units, Tape tape, MemorySegment bias, long row, int batch) {
        long gate = row * 3 * units;
        CpuActivations.tanhWithBias(tape.gates(), gate, bias, 0, units);
        CpuActivations.sigmoidWithBias(tape.gates(), gate + units, bias, units, 2 * units);
        advance(units, tape, row, batch);
    }

    /** Cell and output from the activated gates. */
    private static void advance(int units, Tape tape, long row, int batch) {
        MemorySegment gates = tape.gates();
        MemorySegment cells = tape.cells();
        long gate = row * 3 * units;
        for (int i = 0; i < units; i += LANES) {
            VectorMask<Float> mask = lanes(i, units);
            FloatVector previous = load(cells, row * units + i, mask);
            FloatVector change = load(gates, gate + i, mask).sub(previous);
            FloatVector cell = previous.add(load(gates, gate + units + i, mask).mul(change));
            store(cell, cells, (row + batch) * units + i, mask);
            store(load(gates, gate + 2L * units + i, mask).mul(cell), tape.output(), row * units + i, mask);
        }
    }

    void backward(QrnnShape shape, Input input, Weights weights, Tape tape, Flow flow, Weights gradients) {
        int width = 3 * shape.units();
        int batch = shape.batch();
        pool.run(batch, 1, (from, to) -> {
            for (int step = shape.steps() - 1; step >= 0; step--) {
                for (int sequence = from; sequence < to; sequence++) {
                    backwardRow(shape.units(), tape, flow, (long) step * batch + sequence, batch, sequence);
                }
            }
        });
        if (gradients.present()) {
            weightGradients(shape, input, tape, gradients);
            rows.addColumnSums(tape.gates(), shape.steps() * batch, width, gradients.bias());
        }
        if (flow.input().byteSize() > 0) {
            inputGradient(shape, weights, tape, flow.input());
        }
    }

    private void weightGradients(QrnnShape shape, Input input, Tape tape, Weights gradients) {
        int width = 3 * shape.units();
        int inputs = shape.inputs();
        int stride = shape.window() * inputs;
        int batch = shape.batch();
        var gates = new CpuProducts.Matrix(tape.gates(), 0, width);
        var steps = new CpuProducts.Matrix(input.steps(), 0, inputs);
        products.product(
                MatrixProduct.transposedA(width, inputs, shape.steps() * batch).adding(),
                gates,
                steps,
                new CpuProducts.Matrix(gradients.linear(), 0, stride));
        if (shape.window() == 2) {
            var earlier = new CpuProducts.Matrix(gradients.linear(), inputs, stride);
            products.product(
                    MatrixProduct.transposedA(width, inputs, batch).adding(),
                    gates,
                    new CpuProducts.Matrix(input.previous(), 0, inputs),
                    earlier);
            products.product(
                    MatrixProduct.transposedA(width, inputs, (shape.steps() - 1) * batch)
                            .adding(),
                    new CpuProducts.Matrix(tape.gates(), (long) batch * width, width),
                    steps,
                    earlier);
        }
    }

    private void inputGradient(QrnnShape shape, Weights weights, Tape tape, MemorySegment target) {
        int width = 3 * shape.units();
        int inputs = shape.inputs();
        int stride = shape.window() * inputs;
        int batch = shape.batch();
        products.product(
                MatrixProduct.plain(shape.steps() * batch, inputs, width),
                new CpuProducts.Matrix(tape.gates(), 0, width),
                new CpuProducts.Matrix(weights.linear(), 0, stride),
                new CpuProducts.Matrix(target, 0, inputs));
        if (shape.window() == 2) {
            products.product(
                    MatrixProduct.plain((shape.steps() - 1) * batch, inputs, width)
                            .adding(),
                    new CpuProducts.Matrix(tape.gates(), (long) batch * width, width),
                    new CpuProducts.Matrix(weights.linear(), inputs, stride),
                    new CpuProducts.Matrix(target, 0, inputs));
        }
    }

    private static void backwardRow(int units, Tape tape, Flow flow, long row, int batch, int sequence) {
        throughOutput(units, tape, flow, row, batch, sequence);
        throughCell(units, tape, flow, row, sequence);
    }

    /** Replaces the output gate by its gradient and lets the output's gradient flow into that of the cell. */
    private static void throughOutput(int units, Tape tape, Flow flow, long row, int batch, int sequence) {
        long gate = (row * 3 + 2) * units;
        long state = (long) sequence * units;
        for (int i = 0; i < units; i += LANES) {
            VectorMask<Float> mask = lanes(i, units);
            FloatVector output = load(tape.gates(), gate + i, mask);
            FloatVector flowing = load(flow.output(), row * units + i, mask).mul(output);
            store(load(flow.cell(), state + i, mask).add(flowing), flow.cell(), state + i, mask);
            FloatVector cell = load(tape.cells(), (row + batch) * units + i, mask);
            store(flowing.mul(cell).mul(oneMinus(output)), tape.gates(), gate + i, mask);
        }
    }

    /** Replaces candidate and forget gate by their gradients and takes the cell's gradient one step back. */
    private static void throughCell(int units, Tape tape, Flow flow, long row, int sequence) {
        long gate = row * 3 * units;
        long state = (long) sequence * units;
        for (int i = 0; i < units; i += LANES) {
            VectorMask<Float> mask = lanes(i, units);
            FloatVector candidate = load(tape.gates(), gate + i, mask);
            FloatVector forget = load(tape.gates(), gate + units + i, mask);
            FloatVector cell = load(flow.cell(), state + i, mask);
            FloatVector kept = cell.mul(oneMinus(forget));
            FloatVector change = candidate.sub(load(tape.cells(), row * units + i, mask));
            store(cell.mul(forget).mul(oneMinus(candidate.mul(candidate))), tape.gates(), gate + i, mask);
            store(kept.mul(change).mul(forget), tape.gates(), gate + units + i, mask);
            store(kept, flow.cell(), state + i, mask);
        }
    }

    private static FloatVector oneMinus(FloatVector x) {
        return VectorMath.splat(1).sub(x);
    }
}
