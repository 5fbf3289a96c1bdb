package io.docket.ml.kernel;

/**
 * The dimensions of one pass through an LSTM layer.
 *
 * @param steps time steps, at least 1
 * @param batch sequences side by side, at least 1
 * @param inputs features of a step's input
 * @param units hidden units, which is also the width of the output
 */
public record LstmShape(int steps, int batch, int inputs, int units) {

    public LstmShape {
        if (steps < 1 || batch < 1 || inputs < 1 || units < 1) {
            throw new IllegalArgumentException("an LSTM pass needs positive dimensions, got steps " + steps + ", batch "
                    + batch + ", inputs " + inputs + ", units " + units);
        }
    }

    /** Floats of the input, {@code [steps, batch, inputs]}. */
    public long inputSize() {
        return (long) steps * batch * inputs;
    }

    /** Floats of the output, {@code [steps, batch, units]}. */
    public long outputSize() {
        return (long) steps * batch * units;
    }

    /** Floats of one state, {@code [batch, units]}. */
    public long stateSize() {
        return (long) batch * units;
    }
}
