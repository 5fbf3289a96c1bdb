package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;

/**
 * What a layer remembers between chunks.
 *
 * @param hidden {@code [batch, outputs]}
 * @param cell {@code [batch, outputs]}
 * @param previousInput {@code [batch, inputs]}, used by a QRNN layer that looks at two inputs
 */
record LayerState(Floats hidden, Floats cell, Floats previousInput) implements AutoCloseable {

    static LayerState allocate(Kernels kernels, int batch, int inputs, int outputs) {
        return new LayerState(
                kernels.allocate((long) batch * outputs),
                kernels.allocate((long) batch * outputs),
                kernels.allocate((long) batch * inputs));
    }

    @Override
    public void close() {
        hidden.close();
        cell.close();
        previousInput.close();
    }
}
