package io.docket.ml.kernel;

/**
 * What a pass through an LSTM layer leaves behind for its gradient. One tape serves any number of passes, one after the
 * other, whose steps and batch do not exceed those it was made for.
 *
 * @param gates {@code [steps, batch, 4·units]}: the activated gates; the backward pass overwrites them with their gradient
 * @param hidden {@code [steps + 1, batch, units]}: slot 0 is the initial state, slot t+1 the output of step t
 * @param cells {@code [steps + 1, batch, units]}: the cell states likewise
 */
public record LstmTape(Floats gates, Floats hidden, Floats cells) implements AutoCloseable {

    /** A tape for passes of at most the given shape. */
    public static LstmTape allocate(Kernels kernels, LstmShape shape) {
        long states = shape.outputSize() + shape.stateSize();
        return new LstmTape(
                kernels.allocate(4 * shape.outputSize()), kernels.allocate(states), kernels.allocate(states));
    }

    /** The output {@code [steps, batch, units]} of a pass of the given shape. */
    public Floats output(LstmShape shape) {
        return hidden.slice(shape.stateSize(), shape.outputSize());
    }

    /** The hidden state before the first step; to be filled before the pass. */
    public Floats initialHidden(LstmShape shape) {
        return hidden.slice(0, shape.stateSize());
    }

    /** The cell state before the first step; to be filled before the pass. */
    public Floats initialCell(LstmShape shape) {
        return cells.slice(0, shape.stateSize());
    }

    /** The hidden state after the last step of a pass of the given shape. */
    public Floats finalHidden(LstmShape shape) {
        return hidden.slice(shape.outputSize(), shape.stateSize());
    }

    /** The cell state after the last step of a pass of the given shape. */
    public Floats finalCell(LstmShape shape) {
        return cells.slice(shape.outputSize(), shape.stateSize());
    }

    @Override
    public void close() {
        gates.close();
        hidden.close();
        cells.close();
    }
}
