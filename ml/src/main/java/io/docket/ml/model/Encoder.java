package io.docket.ml.model;

import io.docket.ml.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * Embedding and recurrent layers of AWD-LSTM.
 *
 * <p>A chunk of token ids goes through an {@link EncoderPass}; the {@link EncoderState} carries the memory from chunk to
 * chunk. The gradient stays within a chunk. Passes without dropout may run in several threads at a time, each with its
 * own pass and state; training is for one thread.
 */
public final class Encoder implements AutoCloseable {

    /** Layer group and name prefix of the embedding. */
    public static final String EMBEDDING_GROUP = "encoder";

    /** Name of the embedding matrix, {@code [vocabulary, embedding]}. */
    public static final String EMBEDDING = "encoder.weight";

    private static final float EMBEDDING_RANGE = 0.1f;

    private final Kernels kernels;
    private final EncoderConfig config;
    private final Parameter embedding;
    private final List<RecurrentLayer> layers = new ArrayList<>();

    /** An encoder on the weights of {@code parameters}, which must hold those of {@link #specs}. */
    public Encoder(Kernels kernels, EncoderConfig config, ParameterSet parameters) {
        this.kernels = kernels;
        this.config = config;
        this.embedding = parameters.get(EMBEDDING);
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(
                    switch (config.cell()) {
                        case LSTM ->
                            new LstmLayer(kernels, parameters, layer, config.inputs(layer), config.outputs(layer));
                        case QRNN ->
                            new QrnnLayer(kernels, parameters, layer, config.inputs(layer), config.outputs(layer));
                    });
        }
    }

    /** The weights of an encoder: the embedding, then layer by layer. */
    public static List<ParameterSpec> specs(EncoderConfig config) {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(new ParameterSpec(
                EMBEDDING, List.of(config.vocabulary(), config.embedding()), EMBEDDING_GROUP, true, EMBEDDING_RANGE));
        for (int layer = 0; layer < config.layers(); layer++) {
            specs.addAll(RecurrentLayer.specs(config, layer));
        }
        return specs;
    }

    /** Name of the layer group of a recurrent layer. */
    public static String layerGroup(int layer) {
        return "rnns." + layer;
    }

    /** The sizes. */
    public EncoderConfig config() {
        return config;
    }

    /** A zero state for {@code batch} sequences. */
    public EncoderState newState(int batch) {
        return new EncoderState(kernels, config, batch);
    }

    /** Memory for chunks of at most {@code steps} tokens of at most {@code batch} sequences. */
    public EncoderPass newPass(int steps, int batch) {
        return new EncoderPass(kernels, config, embedding, layers, steps, batch);
    }

    @Override
    public void close() {
        layers.forEach(RecurrentLayer::close);
    }
}
