package io.docket.ml.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.DamagedModelException;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.model.Parameter;
import io.docket.ml.model.ParameterSet;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A language model on disk: {@code weights.safetensors}, {@code config.json} (sizes, direction, provenance), {@code tokenizer.json},
 * and {@code manifest.json} with the hashes of all. See {@link ModelDirectory} for what is guaranteed. Stateless.
 */
public final class LanguageModelFolder {
    /** What {@link ModelDirectory} calls these folders. */
    public static final String KIND = "language-model";

    /** Name of the folder inside a forward model's that may hold the model of the same text read backward. */
    public static final String BACKWARD = "backward";

    private static final String WEIGHTS = "weights.safetensors";
    private static final String CONFIG = "config.json";
    private static final String TOKENIZER = "tokenizer.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private LanguageModelFolder() {}

    /**
     * What belongs to the weights of a language model.
     *
     * @param tokenizer its rows are those of the embedding
     * @param backward whether the model reads texts from their end
     * @param provenance free facts: seed, data fingerprint, parent, code version, measured perplexities; values as text
     */
    public record Companion(Tokenizer tokenizer, boolean backward, SortedMap<String, String> provenance) {
        public Companion {
            provenance = new TreeMap<>(provenance);
        }
    }

    /**
     * An opened model. Closing it frees the weights.
     *
     * @param model the weights
     * @param companion what belongs to them
     * @param fingerprint SHA-256 of the weights file, the version of this model
     */
    public record Opened(LanguageModel model, Companion companion, String fingerprint) implements AutoCloseable {
        @Override
        public void close() {
            model.close();
        }
    }

    private record Config(
            int vocabulary,
            int embedding,
            int hidden,
            int layers,
            CellType cell,
            boolean backward,
            SortedMap<String, String> provenance) {}

    /** Writes a model; one that is there is replaced. */
    public static void write(Path folder, LanguageModel model, Companion companion, TensorType type)
            throws IOException {
        ModelDirectory.write(folder, KIND, aside -> {
            SafetensorsWriter.write(aside.resolve(WEIGHTS), tensors(model.parameters()), type, Map.of());
            writeCompanion(aside, model.config(), companion);
        });
    }

    /** Writes weights that are not in any kernels, such as imported ones. */
    public static void write(
            Path folder, EncoderConfig config, List<Tensor> weights, Companion companion, TensorType type)
            throws IOException {
        ModelDirectory.write(folder, KIND, aside -> {
            SafetensorsWriter.write(aside.resolve(WEIGHTS), weights, type, Map.of());
            writeCompanion(aside, config, companion);
        });
    }

    private static void writeCompanion(Path aside, EncoderConfig sizes, Companion companion) throws IOException {
        if (companion.tokenizer().vocabulary().size() != sizes.vocabulary()) {
            throw new IllegalArgumentException(
                    "the tokeniser has " + companion.tokenizer().vocabulary().size() + " tokens, the embedding "
                            + sizes.vocabulary() + " rows");
        }
        Config config = new Config(
                sizes.vocabulary(),
                sizes.embedding(),
                sizes.hidden(),
                sizes.layers(),
                sizes.cell(),
                companion.backward(),
                companion.provenance());
        Files.write(aside.resolve(CONFIG), JSON.writeValueAsBytes(config));
        TokenizerFile.write(companion.tokenizer(), aside.resolve(TOKENIZER));
    }

    /**
     * Opens a model into memory of the kernels.
     *
     * @throws DamagedModelException when the folder is not a whole, unchanged language model
     */
    public static Opened open(Path folder, Kernels kernels) throws IOException {
        ModelDirectory.verify(folder, KIND);
        try {
            Config config = JSON.readValue(Files.readAllBytes(folder.resolve(CONFIG)), Config.class);
            EncoderConfig sizes =
                    new EncoderConfig(config.vocabulary, config.embedding, config.hidden, config.layers, config.cell);
            Tokenizer tokenizer = TokenizerFile.read(folder.resolve(TOKENIZER));
            if (tokenizer.vocabulary().size() != sizes.vocabulary()) {
                throw new DamagedModelException(folder, TOKENIZER + " and " + CONFIG + " disagree on the vocabulary");
            }
            ParameterSet parameters = new ParameterSet(kernels, LanguageModel.specs(sizes));
            try {
                load(folder.resolve(WEIGHTS), parameters);
            } catch (IOException | RuntimeException e) {
                parameters.close();
                throw e;
            }
            return new Opened(
                    new LanguageModel(kernels, sizes, parameters),
                    new Companion(tokenizer, config.backward, config.provenance),
                    ModelDirectory.sha256(folder.resolve(WEIGHTS)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new DamagedModelException(folder, CONFIG + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** The backward model that lies inside the folder of a forward one, if there is one. */
    public static Optional<Path> backward(Path folder) {
        return Optional.of(folder.resolve(BACKWARD))
                .filter(inside -> Files.isRegularFile(inside.resolve(ModelDirectory.MANIFEST)));
    }

    /** All parameters as tensors, copied. */
    public static List<Tensor> tensors(ParameterSet parameters) {
        List<Tensor> tensors = new ArrayList<>();
        for (Parameter parameter : parameters.all()) {
            int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
            tensors.add(new Tensor(parameter.name(), shape, parameter.values().toArray()));
        }
        return tensors;
    }

    /**
     * Fills parameters from a file by name.
     *
     * @throws DamagedFileException when one is missing or of another shape
     */
    public static void load(Path weights, ParameterSet parameters) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            for (Parameter parameter : parameters.all()) {
                Tensor tensor = file.read(parameter.name());
                int[] shape =
                        parameter.shape().stream().mapToInt(Integer::intValue).toArray();
                if (!Arrays.equals(tensor.shape(), shape)) {
                    throw new DamagedFileException(
                            weights,
                            parameter.name() + " has the shape " + Arrays.toString(tensor.shape()) + " where "
                                    + Arrays.toString(shape) + " is due");
                }
                parameter.values().write(tensor.values());
            }
        }
    }
}
