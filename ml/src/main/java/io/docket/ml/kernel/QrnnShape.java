package io.docket.ml.kernel;

/**
 * The dimensions of one pass through a QRNN layer.
 *
 * @param steps time steps, at least 1
 * @param batch sequences side by side, at least 1
 * @param inputs features of a step's input
 * @param units hidden units, which is also the width of the output
 * @param window inputs that one step sees: 1 (its own) or 2 (the previous one too)
 */
public record QrnnShape(int steps, int batch, int inputs, int units, int window) {

    public QrnnShape {
        if (steps < 1 || batch < 1 || inputs < 1 || units < 1) {
            throw new IllegalArgumentException("a QRNN pass needs positive dimensions, got steps " + steps + ", batch "
                    + batch + ", inputs " + inputs + ", units " + units);
        }
        if (window != 1 && window != 2) {
            throw new IllegalArgumentException("a QRNN window is 1 or 2, got " + window);
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

    /** Floats of the input of one step, {@code [batch, inputs]}. */
    public long stepInputSize() {
        return (long) batch * inputs;
    }
}
