package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/** What an encoder remembers between the chunks of a batch of sequences; zero at their beginning. */
public final class EncoderState implements AutoCloseable {

    private final Kernels kernels;
    private final List<LayerState> layers = new ArrayList<>();

    EncoderState(Kernels kernels, EncoderConfig config, int batch) {
        this.kernels = kernels;
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(LayerState.allocate(kernels, batch, config.inputs(layer), config.outputs(layer)));
        }
    }

    LayerState layer(int index) {
        return layers.get(index);
    }

    /** Forgets everything: the next chunk begins new sequences. */
    public void reset() {
        blocks().forEach(block -> kernels.fill(block, 0));
    }

    /** All blocks in a fixed order, for checkpoints. */
    public List<Floats> blocks() {
        List<Floats> blocks = new ArrayList<>();
        for (LayerState layer : layers) {
            blocks.add(layer.hidden());
            blocks.add(layer.cell());
            blocks.add(layer.previousInput());
        }
        return blocks;
    }

    @Override
    public void close() {
        layers.forEach(LayerState::close);
    }
}
