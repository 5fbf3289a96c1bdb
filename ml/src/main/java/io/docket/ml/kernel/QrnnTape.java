package io.docket.ml.kernel;

/**
 * What a pass through a QRNN layer leaves behind for its gradient.
 *
 * @param gates {@code [steps, batch, 3·units]}: the activated gates; the backward pass overwrites them with their gradient
 * @param output {@code [steps, batch, units]}
 * @param cells {@code [steps + 1, batch, units]}: slot 0 is the initial state
 */
public record QrnnTape(Floats gates, Floats output, Floats cells) implements AutoCloseable {

    /** A tape for passes of at most the given shape. */
    public static QrnnTape allocate(Kernels kernels, QrnnShape shape) {
        return new QrnnTape(
                kernels.allocate(3 * shape.outputSize()),
                kernels.allocate(shape.outputSize()),
                kernels.allocate(shape.outputSize() + shape.stateSize()));
    }

    /** The output {@code [steps, batch, units]} of a pass of the given shape. */
    public Floats output(QrnnShape shape) {
        return output.slice(0, shape.outputSize());
    }

    /** The cell state before the first step; to be filled before the pass. */
    public Floats initialCell(QrnnShape shape) {
        return cells.slice(0, shape.stateSize());
    }

    /** The cell state after the last step of a pass of the given shape. */
    public Floats finalCell(QrnnShape shape) {
        return cells.slice(shape.outputSize(), shape.stateSize());
    }

    @Override
    public void close() {
        gates.close();
        output.close();
        cells.close();
    }
}
