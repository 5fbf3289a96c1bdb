package io.docket.ml.model;

import java.util.List;

/**
 * A recurrent layer of an encoder: its weights, and passes through it. Forward passes without weight dropout may run in
 * several threads, each with its own {@link LayerPass}; everything else is for one thread.
 */
sealed interface RecurrentLayer extends AutoCloseable permits LstmLayer, QrnnLayer {

    /** The weights that layer number {@code index} of an encoder needs. */
    static List<ParameterSpec> specs(EncoderConfig config, int index) {
        return switch (config.cell()) {
            case LSTM -> LstmLayer.specs(index, config.inputs(index), config.outputs(index));
            case QRNN -> QrnnLayer.specs(index, config.inputs(index), config.outputs(index));
        };
    }

    /** Memory for a pass over at most {@code steps} steps of at most {@code batch} sequences. */
    LayerPass newPass(int steps, int batch);

    @Override
    void close();
}
