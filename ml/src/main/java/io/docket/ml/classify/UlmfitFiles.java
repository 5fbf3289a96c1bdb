package io.docket.ml.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.io.DamagedFileException;
import io.docket.ml.io.SafetensorsFile;
import io.docket.ml.io.SafetensorsWriter;
import io.docket.ml.io.Tensor;
import io.docket.ml.io.TensorType;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The weights of a ULMFiT classifier in a folder whose hashes and atomicity are the caller's. Stateless. */
final class UlmfitFiles {
    private static final String CONFIG = "config.json";
    private static final String ENCODER = "encoder.safetensors";
    private static final String HEAD = "head.safetensors";
    private static final String TOKENIZER = "tokenizer.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private record Config(int vocabulary, int embedding, int hidden, int layers, CellType cell, int labels) {}

    private UlmfitFiles() {}

    static void write(Path folder, ClassifierTraining.Trained trained, Tokenizer tokenizer) throws IOException {
        EncoderConfig sizes = trained.sizes();
        Config config = new Config(
                sizes.vocabulary(),
                sizes.embedding(),
                sizes.hidden(),
                sizes.layers(),
                sizes.cell(),
                trained.head().labels());
        Files.write(folder.resolve(CONFIG), JSON.writeValueAsBytes(config));
        // Half precision moves a probability by less than a thousandth and halves what a tenant stores and loads.
        SafetensorsWriter.write(folder.resolve(ENCODER), trained.encoder(), TensorType.F16, Map.of());
        SafetensorsWriter.write(folder.resolve(HEAD), trained.head().tensors(), TensorType.F32, Map.of());
        TokenizerFile.write(tokenizer, folder.resolve(TOKENIZER));
    }

    static UlmfitModel read(Path folder, Kernels kernels) throws IOException {
        UlmfitWeights weights = weights(folder);
        return new UlmfitModel(
                kernels,
                new ClassifierTraining.Trained(weights.sizes(), weights.encoder(), new HeadWeights(weights.head())),
                weights.tokenizer());
    }

    static UlmfitWeights weights(Path folder) throws IOException {
        Config config;
        try {
            config = JSON.readValue(Files.readAllBytes(folder.resolve(CONFIG)), Config.class);
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(
                    folder.resolve(CONFIG), "cannot be read (" + e.getOriginalMessage() + ")", e);
        }
        Tokenizer tokenizer = TokenizerFile.read(folder.resolve(TOKENIZER));
        EncoderConfig sizes =
                new EncoderConfig(config.vocabulary, config.embedding, config.hidden, config.layers, config.cell);
        if (tokenizer.vocabulary().size() != sizes.vocabulary()) {
            throw new DamagedFileException(folder.resolve(TOKENIZER), "belongs to another model");
        }
        return new UlmfitWeights(sizes, tokenizer, tensors(folder.resolve(ENCODER)), tensors(folder.resolve(HEAD)));
    }

    private static List<Tensor> tensors(Path file) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            for (String name : opened.names()) {
                tensors.add(opened.read(name));
            }
        }
        return tensors;
    }
}
