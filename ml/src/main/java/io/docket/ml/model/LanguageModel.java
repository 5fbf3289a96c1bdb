package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.kernel.SoftmaxShape;
import io.docket.ml.kernel.SoftmaxWeights;
import java.util.ArrayList;
import java.util.List;

/** A language model: an {@link Encoder} and a softmax whose weight is the embedding matrix itself. */
public final class LanguageModel implements AutoCloseable {

    /** Name of the decoder's bias, {@code [vocabulary]}. */
    public static final String DECODER_BIAS = "decoder.bias";

    private final Kernels kernels;
    private final ParameterSet parameters;
    private final Encoder encoder;

    /** A model on the given weights, which it closes with itself. */
    public LanguageModel(Kernels kernels, EncoderConfig config, ParameterSet parameters) {
        this.kernels = kernels;
        this.parameters = parameters;
        this.encoder = new Encoder(kernels, config, parameters);
    }

    /** A model with new random weights. */
    public static LanguageModel initialise(Kernels kernels, EncoderConfig config, long seed) {
        return new LanguageModel(kernels, config, ParameterSet.initialise(kernels, specs(config), seed));
    }

    /** The weights of a language model: those of the encoder and the bias of the decoder, which is in its group. */
    public static List<ParameterSpec> specs(EncoderConfig config) {
        List<ParameterSpec> specs = new ArrayList<>(Encoder.specs(config));
        specs.add(new ParameterSpec(DECODER_BIAS, List.of(config.vocabulary()), Encoder.EMBEDDING_GROUP, false, 0));
        return specs;
    }

    /** Embedding and layers. */
    public Encoder encoder() {
        return encoder;
    }

    /** The sizes. */
    public EncoderConfig config() {
        return encoder.config();
    }

    /** All weights. */
    public ParameterSet parameters() {
        return parameters;
    }

    /** The layer groups from the input to the output; embedding and decoder are one and come last, as in fastai. */
    public List<String> layerGroups() {
        List<String> groups = new ArrayList<>();
        for (int layer = 0; layer < config().layers(); layer++) {
            groups.add(Encoder.layerGroup(layer));
        }
        groups.add(Encoder.EMBEDDING_GROUP);
        return groups;
    }

    /** The kernels that hold the weights. */
    public Kernels kernels() {
        return kernels;
    }

    /**
     * The loss of encoded rows without gradients.
     *
     * @param output {@code [rows, embedding]} from the encoder
     * @param targets the token that follows each row; negative ones do not count
     * @return sum of the negative log-likelihoods in nats
     */
    public double loss(Floats output, int[] targets) {
        return kernels.softmaxCrossEntropy(
                softmaxShape(targets.length), output, decoder(), targets, 1, SoftmaxWeights.NONE, Floats.NONE);
    }

    /**
     * Logits of encoded rows.
     *
     * @param output {@code [rows, embedding]} from the encoder
     * @param logits receives {@code [rows, vocabulary]}
     */
    public void logits(Floats output, int rows, Floats logits) {
        kernels.product(
                MatrixProduct.transposedB(rows, config().vocabulary(), config().embedding()),
                output,
                decoder().weight(),
                logits);
        kernels.addBias(
                logits.slice(0, (long) rows * config().vocabulary()), decoder().bias());
    }

    SoftmaxShape softmaxShape(int rows) {
        return new SoftmaxShape(rows, config().embedding(), config().vocabulary());
    }

    SoftmaxWeights decoder() {
        return new SoftmaxWeights(
                parameters.get(Encoder.EMBEDDING).values(),
                parameters.get(DECODER_BIAS).values());
    }

    SoftmaxWeights decoderGradients() {
        return new SoftmaxWeights(
                parameters.get(Encoder.EMBEDDING).gradient(),
                parameters.get(DECODER_BIAS).gradient());
    }

    @Override
    public void close() {
        encoder.close();
        parameters.close();
    }
}
