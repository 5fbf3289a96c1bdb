package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.VectorMath.LANES;
import static io.docket.ml.kernel.cpu.VectorMath.lanes;
import static io.docket.ml.kernel.cpu.VectorMath.load;
import static io.docket.ml.kernel.cpu.VectorMath.store;
import static io.docket.ml.kernel.cpu.VectorMath.tanh;

import io.docket.ml.kernel.LstmShape;
import io.docket.ml.kernel.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The LSTM layer: one product for the inputs of all steps, then step by step one product with the recurrent weights and
 * one pass over each row that computes gates, cell and output. Each worker takes a share of the batch through all steps.
 */
final class CpuLstm {

    /**
     * What is done to a row on the way back. Called through a list that might change, so that the compiler does not unroll it and
     * each loop is compiled by itself: inlined one after the other they are more than it takes, and vectors would pass through the
     * heap; see {@link CpuActivations}.
     */
    private static final List<Consumer<BackwardRow>> BACKWARD = Arrays.asList(
            CpuLstm::joinOutputGradients,
            CpuLstm::throughSquashing,
            CpuLstm::timesSquashedCell,
            CpuLstm::throughOutputGate,
            CpuLstm::throughInput,
            CpuLstm::throughForget);

    private final WorkerPool pool;
    private final CpuProducts products;
    private final CpuRows rows;

    CpuLstm(WorkerPool pool, CpuProducts products, CpuRows rows) {
        this.pool = pool;
        this.products = products;
        this.rows = rows;
    }

    /** The blocks of {@link io.docket.ml.kernel.LstmWeights} as memory. */
    record Weights(MemorySegment input, MemorySegment recurrent, MemorySegment bias) {

        /** False when no gradients are wanted. */
        boolean present() {
            return input.byteSize() > 0;
        }
    }

    /** The blocks of {@link io.docket.ml.kernel.LstmTape} as memory. */
    record Tape(MemorySegment gates, MemorySegment hidden, MemorySegment cells) {}

    /** Gradients that flow through a layer; see {@link io.docket.ml.kernel.Kernels#lstmBackward}. */
    record Flow(MemorySegment output, MemorySegment hidden, MemorySegment cell, MemorySegment input) {}

    void forward(LstmShape shape, MemorySegment x, Weights weights, Tape tape) {
        int units = shape.units();
        int width = 4 * units;
        int batch = shape.batch();
        products.product(
                MatrixProduct.transposedB(shape.steps() * batch, width, shape.inputs()),
                x,
                weights.input(),
                tape.gates());
        pool.run(batch, 1, (from, to) -> {
            for (int step = 0; step < shape.steps(); step++) {
                long first = (long) step * batch + from;
                products.recurringRows(
                        MatrixProduct.transposedB(batch, width, units).adding(),
                        new CpuProducts.Matrix(tape.hidden(), (long) step * batch * units, units),
                        new CpuProducts.Matrix(weights.recurrent(), 0, units),
                        new CpuProducts.Matrix(tape.gates(), (long) step * batch * width, width),
                        from,
                        to);
                for (long row = first; row < first + to - from; row++) {
                    forwardRow(units, tape, weights.bias(), row, row + batch);
                }
            }
        });
    }

    /** One sequence at one step: {@code row} counts rows of the previous states, {@code next} those of the new ones. */
    private static void forwardRow(int units, Tape tape, MemorySegment bias, long row, long next) {
        long gate = row * 4 * units;
        CpuActivations.sigmoidWithBias(tape.gates(), gate, bias, 0, 2 * units);
        CpuActivations.tanhWithBias(tape.gates(), gate + 2L * units, bias, 2L * units, units);
        CpuActivations.sigmoidWithBias(tape.gates(), gate + 3L * units, bias, 3L * units, units);
        advanceCell(units, tape, row, next);
        advanceHidden(units, tape, gate + 3L * units, next);
    }

    /** The new cell from the activated gates. */
    private static void advanceCell(int units, Tape tape, long row, long next) {
        MemorySegment gates = tape.gates();
        long gate = row * 4 * units;
        for (int i = 0; i < units; i += LANES) {
            VectorMask<Float> mask = lanes(i, units);
            FloatVector kept = load(gates, gate + units + i, mask).mul(load(tape.cells(), row * units + i, mask));
            FloatVector added = load(gates, gate + i, mask).mul(load(gates, gate + 2L * units + i, mask));
            store(kept.add(added), tape.cells(), next * units + i, mask);
        }
    }

    /** The new output from the new cell. */
    private static void advanceHidden(int units, Tape tape, long outputGate, long next) {
        for (int i = 0; i < units; i += LANES) {
            VectorMask<Float> mask = lanes(i, units);
            FloatVector squashed = tanh(load(tape.cells(), next * units + i, mask));
            store(load(tape.gates(), outputGate + i, mask).mul(squashed), tape.hidden(), next * units + i, mask);
        }
    }

    /** One sequence at one step on the way back; positions in floats. */
    private static final class BackwardRow {
        final int units;
        final MemorySegment gates;
        final MemorySegment cells;
        final MemorySegment output;
        final MemorySegment hidden;
        final MemorySegment cell;

        /** Of this row in what has one row a step and sequence, the cells before the step first, */
        final long unit;

        /** and of the cells after the step; */
        final long nextUnit;

        /** of the sequence in what flows from step to step. */
        final long state;

        BackwardRow(int units, Tape tape, Flow flow, long row, int batch, int sequence) {
            this.units = units;
            this.gates = tape.gates();
            this.cells = tape.cells();
            this.output = flow.output();
            this.hidden = flow.hidden();
            this.cell = flow.cell();
            this.unit = row * units;
            this.nextUnit = (row + batch) * units;
            this.state = (long) sequence * units;
        }

        /** The place of a gate: input, forget, candidate, output. */
        long gate(int number) {
            return 4 * unit + (long) number * units;
        }
    }

    void backward(LstmShape shape, MemorySegment x, Weights weights, Tape tape, Flow flow, Weights gradients) {
        int units = shape.units();
        int width = 4 * units;
        int batch = shape.batch();
        pool.run(batch, 1, (from, to) -> {
            for (int step = shape.steps() - 1; step >= 0; step--) {
                for (int sequence = from; sequence < to; sequence++) {
                    backwardRow(new BackwardRow(units, tape, flow, (long) step * batch + sequence, batch, sequence));
                }
                products.recurringRows(
                        MatrixProduct.plain(batch, units, width),
                        new CpuProducts.Matrix(tape.gates(), (long) step * batch * width, width),
                        new CpuProducts.Matrix(weights.recurrent(), 0, units),
                        new CpuProducts.Matrix(flow.hidden(), 0, units),
                        from,
                        to);
            }
        });
        int steps = shape.steps() * batch;
        if (gradients.present()) {
            products.product(
                    MatrixProduct.transposedA(width, units, steps).adding(),
                    tape.gates(),
                    tape.hidden(),
                    gradients.recurrent());
            products.product(
                    MatrixProduct.transposedA(width, shape.inputs(), steps).adding(),
                    tape.gates(),
                    x,
                    gradients.input());
            rows.addColumnSums(tape.gates(), steps, width, gradients.bias());
        }
        if (flow.input().byteSize() > 0) {
            products.product(
                    MatrixProduct.plain(steps, shape.inputs(), width), tape.gates(), weights.input(), flow.input());
        }
    }

    /** Turns the activated gates of one sequence at one step into the gradients before activation. */
    private static void backwardRow(BackwardRow at) {
        for (Consumer<BackwardRow> pass : BACKWARD) {
            pass.accept(at);
        }
    }

    /** The gradient of the output, from above and from the step after, times the output gate. */
    private static void joinOutputGradients(BackwardRow at) {
        for (int i = 0; i < at.units; i += LANES) {
            VectorMask<Float> mask = lanes(i, at.units);
            FloatVector hidden = load(at.output, at.unit + i, mask).add(load(at.hidden, at.state + i, mask));
            store(hidden.mul(load(at.gates, at.gate(3) + i, mask)), at.hidden, at.state + i, mask);
        }
    }

    /** The output's gradient flows into that of the cell. */
    private static void throughSquashing(BackwardRow at) {
        for (int i = 0; i < at.units; i += LANES) {
            VectorMask<Float> mask = lanes(i, at.units);
            FloatVector squashed = tanh(load(at.cells, at.nextUnit + i, mask));
            FloatVector added = load(at.hidden, at.state + i, mask).mul(oneMinus(squashed.mul(squashed)));
            store(load(at.cell, at.state + i, mask).add(added), at.cell, at.state + i, mask);
        }
    }

    /** What reaches the output gate takes the place of the output's gradient, which nothing reads any more. */
    private static void timesSquashedCell(BackwardRow at) {
        for (int i = 0; i < at.units; i += LANES) {
            VectorMask<Float> mask = lanes(i, at.units);
            FloatVector squashed = tanh(load(at.cells, at.nextUnit + i, mask));
            store(load(at.hidden, at.state + i, mask).mul(squashed), at.hidden, at.state + i, mask);
        }
    }

    /** Replaces the output gate by its gradient. */
    private static void throughOutputGate(BackwardRow at) {
        for (int i = 0; i < at.units; i += LANES) {
            VectorMask<Float> mask = lanes(i, at.units);
            FloatVector output = load(at.gates, at.gate(3) + i, mask);
            store(load(at.hidden, at.state + i, mask).mul(oneMinus(output)), at.gates, at.gate(3) + i, mask);
        }
    }

    /** Replaces input gate and candidate by their gradients. */
    private static void throughInput(BackwardRow at) {
        for (int i = 0; i < at.units; i += LANES) {
            VectorMask<Float> mask = lanes(i, at.units);
            FloatVector input = load(at.gates, at.gate(0) + i, mask);
            FloatVector candidate = load(at.gates, at.gate(2) + i, mask);
            FloatVector flowing = load(at.cell, at.state + i, mask).mul(input);
            store(flowing.mul(candidate).mul(oneMinus(input)), at.gates, at.gate(0) + i, mask);
            store(flowing.mul(oneMinus(candidate.mul(candidate))), at.gates, at.gate(2) + i, mask);
        }
    }

    /** Replaces the forget gate by its gradient and takes the cell's gradient one step back. */
    private static void throughForget(BackwardRow at) {
        for (int i = 0; i < at.units; i += LANES) {
            VectorMask<Float> mask = lanes(i, at.units);
            FloatVector forget = load(at.gates, at.gate(1) + i, mask);
            FloatVector cell = load(at.cell, at.state + i, mask);
            FloatVector gradient = cell.mul(load(at.cells, at.unit + i, mask)).mul(forget);
            store(gradient.mul(oneMinus(forget)), at.gates, at.gate(1) + i, mask);
            store(cell.mul(forget), at.cell, at.state + i, mask);
        }
    }

    private static FloatVector oneMinus(FloatVector x) {
        return VectorMath.splat(1).sub(x);
    }
}
