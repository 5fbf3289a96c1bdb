package io.docket.ml.classify;

import io.docket.ml.io.Tensor;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The plain numbers of a saved ULMFiT classifier, for other programs.
 *
 * @param sizes of the encoder
 * @param tokenizer of its texts
 * @param encoder by the names of {@link io.docket.ml.model.Encoder#specs}
 * @param head {@code head.0} (pooled vector to hidden units) and {@code head.1} (to logits), each a batch norm
 *     ({@code norm.scale, norm.shift, norm.mean, norm.variance}) before a matrix {@code linear}, {@code [outputs, inputs]}
 */
public record UlmfitWeights(EncoderConfig sizes, Tokenizer tokenizer, List<Tensor> encoder, List<Tensor> head) {

    /** Added to the variances of the batch norms. */
    public static final double NORM_EPSILON = 1e-5;

    public UlmfitWeights {
        encoder = List.copyOf(encoder);
        head = List.copyOf(head);
    }

    /**
     * Reads the folder that training wrote for this kind.
     *
     * @throws IllegalArgumentException when the classifier reads both ways, which these numbers cannot say
     */
    public static UlmfitWeights read(Path folder) throws IOException {
        if (UlmfitFiles.readsBothWays(folder)) {
            throw new IllegalArgumentException(
                    "this classifier reads texts forward and backward; train one with --direction forward to export"
                            + " it");
        }
        return UlmfitFiles.weights(folder);
    }
}
