package io.docket.ml.io;

import io.docket.ml.text.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A language model as fastai publishes it ({@code lstm.pth} and {@code itos.pkl}), under the names of this engine:
 * {@code encoder.weight}, {@code rnns.N.weight_ih}, {@code rnns.N.weight_hh}, {@code rnns.N.bias}, {@code decoder.bias}. The gate order
 * is PyTorch's on both sides; the two biases of a gate, which PyTorch adds, are summed here.
 *
 * @param vocabulary the words, in the order of the rows
 * @param embedding width of the embedding
 * @param hidden units of every layer but the last
 * @param layers recurrent layers
 * @param tensors the weights
 */
public record FastaiWeights(Vocabulary vocabulary, int embedding, int hidden, int layers, List<Tensor> tensors) {
    private static final long MAX_VOCABULARY_BYTES = 64L << 20;
    /** Where the encoder's names begin: language model, saved encoder, classifier. */
    private static final List<String> PREFIXES = List.of("0.", "", "0.module.");

    public FastaiWeights {
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads both files.
     *
     * @throws DamagedFileException when one is damaged, hostile, of another architecture, or they do not belong together
     */
    public static FastaiWeights read(Path weights, Path words) throws IOException {
        Vocabulary vocabulary = vocabulary(words);
        Map<String, Tensor> state = TorchFile.read(weights);
        Import source = new Import(weights, state);
        Tensor embedding =
                source.required("encoder.weight", "encoder_with_dropout.embed.weight", "encoder_dp.emb.weight");
        if (embedding.shape().length != 2 || embedding.shape()[0] != vocabulary.size()) {
            throw new DamagedFileException(
                    words,
                    "has " + vocabulary.size() + " words, the embedding in " + weights + " has the shape "
                            + Arrays.toString(embedding.shape())
                            + "; name the vocabulary that belongs to these weights");
        }
        int width = embedding.shape()[1];
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(new Tensor("encoder.weight", embedding.shape(), embedding.values()));
        int layers = 0;
        int hidden = width;
        int inputs = width;
        while (source.hasLayer(layers)) {
            int units = source.addLayer(layers, inputs, tensors);
            if (layers == 0) {
                hidden = units;
            }
            inputs = units;
            layers++;
        }
        if (layers == 0) {
            throw new DamagedFileException(
                    weights, "holds no LSTM layers named rnns.N.…; only AWD-LSTM models can be imported");
        }
        if (inputs != width) {
            throw new DamagedFileException(
                    weights,
                    "its last layer has " + inputs + " units, its embedding " + width
                            + "; the two must be equal to be tied");
        }
        tensors.add(source.decoderBias(vocabulary.size()));
        return new FastaiWeights(vocabulary, width, hidden, layers, tensors);
    }

    private static Vocabulary vocabulary(Path words) throws IOException {
        if (Files.isDirectory(words)) {
            throw new DamagedFileException(words, "is a folder; name a file");
        }
        if (Files.size(words) > MAX_VOCABULARY_BYTES) {
            throw new DamagedFileException(words, "has " + Files.size(words) + " bytes, too many for a list of words");
        }
        Object root =
                new PickleReader(words, ByteBuffer.wrap(Files.readAllBytes(words)), PickleReader.PLAIN_DATA).read();
        List<String> tokens = new ArrayList<>();
        if (root instanceof List<?> list) {
            for (Object token : list) {
                if (token instanceof String text) {
                    tokens.add(text);
                }
            }
            if (tokens.size() == list.size() && !tokens.isEmpty()) {
                try {
                    return new Vocabulary(tokens);
                } catch (IllegalArgumentException e) {
                    throw new DamagedFileException(words, e.getMessage(), e);
                }
            }
        }
        throw new DamagedFileException(words, "is no list of words");
    }

    /** Finds tensors by fastai's names. */
    private record Import(Path file, Map<String, Tensor> state) {

        Optional<Tensor> find(String... names) {
            for (String name : names) {
                for (String prefix : PREFIXES) {
                    Tensor tensor = state.get(prefix + name);
                    if (tensor != null) {
                        return Optional.of(tensor);
                    }
                }
            }
            return Optional.empty();
        }

        Tensor required(String... names) throws DamagedFileException {
            return find(names)
                    .orElseThrow(() -> new DamagedFileException(
                            file,
                            "holds no tensor " + names[0]
                                    + "; only AWD-LSTM language models of fastai can be imported"));
        }

        boolean hasLayer(int layer) {
            return find("rnns." + layer + ".module.weight_ih_l0", "rnns." + layer + ".weight_ih_l0")
                    .isPresent();
        }

        int addLayer(int layer, int inputs, List<Tensor> tensors) throws DamagedFileException {
            String fastai = "rnns." + layer + ".";
            Tensor input = required(fastai + "module.weight_ih_l0", fastai + "weight_ih_l0");
            // The raw matrix is the trained one; the other is what dropout had left of it when the model was saved.
            Tensor recurrent = required(
                    fastai + "weight_hh_l0_raw",
                    fastai + "module.weight_hh_l0_raw",
                    fastai + "module.weight_hh_l0",
                    fastai + "weight_hh_l0");
            Tensor inputBias = required(fastai + "module.bias_ih_l0", fastai + "bias_ih_l0");
            Tensor recurrentBias = required(fastai + "module.bias_hh_l0", fastai + "bias_hh_l0");
            int gates = input.shape().length == 2 ? input.shape()[0] : 0;
            requireShape(input, gates, inputs);
            requireShape(recurrent, gates, gates / 4);
            requireShape(inputBias, gates);
            requireShape(recurrentBias, gates);
            if (gates % 4 != 0) {
                throw new DamagedFileException(file, input.name() + " has " + gates + " rows, which is not four gates");
            }
            float[] bias = inputBias.values().clone();
            for (int i = 0; i < bias.length; i++) {
                bias[i] += recurrentBias.values()[i];
            }
            String ours = "rnns." + layer + ".";
            tensors.add(new Tensor(ours + "weight_ih", input.shape(), input.values()));
            tensors.add(new Tensor(ours + "weight_hh", recurrent.shape(), recurrent.values()));
            tensors.add(new Tensor(ours + "bias", new int[] {gates}, bias));
            return gates / 4;
        }

        Tensor decoderBias(int words) throws DamagedFileException {
            Tensor bias = state.get("1.decoder.bias");
            if (bias == null) { // the files of 2018 have none
                return new Tensor("decoder.bias", new int[] {words}, new float[words]);
            }
            requireShape(bias, words);
            return new Tensor("decoder.bias", new int[] {words}, bias.values());
        }

        private void requireShape(Tensor tensor, int... shape) throws DamagedFileException {
            if (!Arrays.equals(tensor.shape(), shape)) {
                throw new DamagedFileException(
                        file,
                        "tensor " + tensor.name() + " has the shape " + Arrays.toString(tensor.shape()) + " where "
                                + Arrays.toString(shape) + " is due");
            }
        }
    }
}
