package io.docket.ml.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.NeuralOptions;
import io.docket.ml.io.DamagedFileException;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.SafetensorsWriter;
import io.docket.ml.io.Tensor;
import io.docket.ml.io.TensorType;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Vectors of texts by a language model that was trained on general text and is not tuned: the mean of the top layer's outputs
 * over the first {@value #MOST_TOKENS} tokens. They know the order of words and how words are used, which counts of words do not.
 * Thread-safe.
 */
public final class LanguageVectors implements AutoCloseable {
    /** Four chunks: the beginning says most of what a text is about, and more would cost as much again for each chunk. */
    static final int MOST_TOKENS = 4 * PooledEncoder.CHUNK;

    private static final String CONFIG = "language-config.json";
    private static final String WEIGHTS = "language.safetensors";
    private static final String TOKENIZER = "language-tokenizer.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Tokenizer tokenizer;
    private final EncoderConfig sizes;
    private final List<Tensor> weights;
    private final FrozenEncoder encoder;

    private record Config(int vocabulary, int embedding, int hidden, int layers, CellType cell) {}

    private LanguageVectors(Tokenizer tokenizer, EncoderConfig sizes, List<Tensor> weights) {
        this.tokenizer = tokenizer;
        this.sizes = sizes;
        this.weights = weights;
        this.encoder = new FrozenEncoder(UlmfitTrainer.kernels(NeuralOptions.Device.CPU), sizes, weights);
    }

    /**
     * The vectors of a base model.
     *
     * @param base folder of a language model
     * @throws io.docket.ml.DamagedModelException when the folder is not a whole, unchanged language model
     */
    public static LanguageVectors ofBase(Path base) throws IOException {
        try (Kernels kernels = UlmfitTrainer.kernels(NeuralOptions.Device.CPU);
                LanguageModelFolder.Opened opened = LanguageModelFolder.open(base, kernels)) {
            EncoderConfig sizes = opened.model().config();
            Set<String> wanted =
                    Encoder.specs(sizes).stream().map(spec -> spec.name()).collect(Collectors.toSet());
            return new LanguageVectors(
                    opened.companion().tokenizer(),
                    sizes,
                    LanguageModelFolder.tensors(opened.model().parameters()).stream()
                            .filter(tensor -> wanted.contains(tensor.name()))
                            .toList());
        }
    }

    /** Reads what {@link #write} wrote; empty for a folder without. */
    public static Optional<LanguageVectors> read(Path folder) throws IOException {
        Path file = folder.resolve(CONFIG);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Config config = JSON.readValue(Files.readAllBytes(file), Config.class);
            return Optional.of(new LanguageVectors(
                    TokenizerFile.read(folder.resolve(TOKENIZER)),
                    new EncoderConfig(config.vocabulary, config.embedding, config.hidden, config.layers, config.cell),
                    UlmfitFiles.tensors(folder.resolve(WEIGHTS))));
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(file, "cannot be read (" + e.getOriginalMessage() + ")", e);
        }
    }

    /** Writes the weights, in 16 bits, and their tokeniser into a folder. */
    public void write(Path folder) throws IOException {
        Config config = new Config(sizes.vocabulary(), sizes.embedding(), sizes.hidden(), sizes.layers(), sizes.cell());
        Files.write(folder.resolve(CONFIG), JSON.writeValueAsBytes(config));
        SafetensorsWriter.write(folder.resolve(WEIGHTS), weights, TensorType.F16, Map.of());
        TokenizerFile.write(tokenizer, folder.resolve(TOKENIZER));
    }

    /** Length of a vector. */
    public int width() {
        return sizes.embedding();
    }

    /** The vectors of texts, in their order; not normalised. */
    public float[][] of(List<String> texts) {
        int[][] ids = texts.parallelStream()
                .map(text -> tokenizer.encode(beginning(text)).ids())
                .map(all -> all.length > MOST_TOKENS ? Arrays.copyOf(all, MOST_TOKENS) : all)
                .toArray(int[][]::new);
        float[][] vectors = new float[ids.length][];
        int width = width();
        encoder.read(
                ids,
                (index, pooled, from) ->
                        vectors[index] = Arrays.copyOfRange(pooled, from + 2 * width, from + 3 * width));
        return vectors;
    }

    /** What surely holds the tokens that are read: no token is longer than this many characters but by a rare chance. */
    private static String beginning(String text) {
        int most = MOST_TOKENS * 24;
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
