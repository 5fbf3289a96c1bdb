package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.VectorMath.LANES;
import static io.docket.ml.kernel.cpu.VectorMath.lanes;
import static io.docket.ml.kernel.cpu.VectorMath.load;
import static io.docket.ml.kernel.cpu.VectorMath.sigmoid;
import static io.docket.ml.kernel.cpu.VectorMath.store;
import static io.docket.ml.kernel.cpu.VectorMath.tanh;

import io.docket.ml.kernel.LstmShape;
import io.docket.ml.kernel.MatrixProduct;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The LSTM layer: one product for the inputs of all steps, then step by step one product with the recurrent weights and
 * one pass over each row that computes gates, cell and output. Each worker takes a share of the batch through all steps.
 */
final class CpuLstm {

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
                Blas.sgemm(
                        false,
                        true,
                        to - from,
                        width,
                        units,
                        1,
                        tape.hidden(),
                        first * units,
                        units,
                        weights.recurrent(),
                        0,
                        units,
                        1,
                        tape.gates(),
                        first * width,
                        width);
                for (long row = first; row < first + to - from; row++) {
                    forwardRow(units, tape, weights.bias(), row, row + batch);
                }
            }
        });
    }

    /** One sequence at one step: {@code row} counts rows of the previous states, {@code next} those of the new ones. */
    private static void forwardRow(int units, Tape tape, MemorySegment bias, long row, long next) {
        MemorySegment gates = tape.gates();
        MemorySegment cells = tape.cells();
        MemorySegment hidden = tape.hidden();
        long gate = row * 4 * units;
        for (int i = 0; i < units; i += LANES) {
            VectorMask<Float> mask = lanes(i, units);
            long at = gate + i;
            FloatVector input = sigmoid(load(gates, at, mask).add(load(bias, i, mask)));
            FloatVector forget = sigmoid(load(gates, at + units, mask).add(load(bias, units + i, mask)));
            FloatVector candidate = tanh(load(gates, at + 2L * units, mask).add(load(bias, 2L * units + i, mask)));
            FloatVector output = sigmoid(load(gates, at + 3L * units, mask).add(load(bias, 3L * units + i, mask)));
            FloatVector cell = forget.mul(load(cells, row * units + i, mask)).add(input.mul(candidate));
            store(input, gates, at, mask);
            store(forget, gates, at + units, mask);
            store(candidate, gates, at + 2L * units, mask);
            store(output, gates, at + 3L * units, mask);
            store(cell, cells, next * units + i, mask);
            store(output.mul(tanh(cell)), hidden, next * units + i, mask);
        }
    }

    void backward(LstmShape shape, MemorySegment x, Weights weights, Tape tape, Flow flow, Weights gradients) {
        int units = shape.units();
        int width = 4 * units;
        int batch = shape.batch();
        pool.run(batch, 1, (from, to) -> {
            for (int step = shape.steps() - 1; step >= 0; step--) {
                long first = (long) step * batch + from;
                for (int sequence = from; sequence < to; sequence++) {
                    backwardRow(units, tape, flow, (long) step * batch + sequence, batch, sequence);
                }
                Blas.sgemm(
                        false,
                        false,
                        to - from,
                        units,
                        width,
                        1,
                        tape.gates(),
                        first * width,
                        width,
                        weights.recurrent(),
                        0,
                        units,
                        0,
                        flow.hidden(),
                        (long) from * units,
                        units);
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
    private static void backwardRow(int units, Tape tape, Flow flow, long row, int batch, int sequence) {
        MemorySegment gates = tape.gates();
        MemorySegment cells = tape.cells();
        long gate = row * 4 * units;
        long state = (long) sequence * units;
        for (int i = 0; i < units; i += LANES) {
            VectorMask<Float> mask = lanes(i, units);
            long at = gate + i;
            FloatVector input = load(gates, at, mask);
            FloatVector forget = load(gates, at + units, mask);
            FloatVector candidate = load(gates, at + 2L * units, mask);
            FloatVector output = load(gates, at + 3L * units, mask);
            FloatVector squashed = tanh(load(cells, (row + batch) * units + i, mask));
            FloatVector hidden = load(flow.output(), row * units + i, mask).add(load(flow.hidden(), state + i, mask));
            FloatVector cell =
                    load(flow.cell(), state + i, mask).add(hidden.mul(output).mul(oneMinus(squashed.mul(squashed))));
            store(cell.mul(candidate).mul(input).mul(oneMinus(input)), gates, at, mask);
            store(
                    cell.mul(load(cells, row * units + i, mask)).mul(forget).mul(oneMinus(forget)),
                    gates,
                    at + units,
                    mask);
            store(cell.mul(input).mul(oneMinus(candidate.mul(candidate))), gates, at + 2L * units, mask);
            store(hidden.mul(squashed).mul(output).mul(oneMinus(output)), gates, at + 3L * units, mask);
            store(cell.mul(forget), flow.cell(), state + i, mask);
        }
    }

    private static FloatVector oneMinus(FloatVector x) {
        return VectorMath.splat(1).sub(x);
    }
}
