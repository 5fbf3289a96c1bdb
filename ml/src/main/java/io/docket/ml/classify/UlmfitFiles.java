package io.docket.ml.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.LabelMode;
import io.docket.ml.champion.CandidateModel;
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
import java.util.function.Supplier;

/** The weights of a ULMFiT classifier in a folder whose hashes and atomicity are the caller's. Stateless. */
final class UlmfitFiles {
    private static final String CONFIG = "config.json";
    private static final String ENCODER = "encoder.safetensors";
    private static final String HEAD = "head.safetensors";
    private static final String TOKENIZER = "tokenizer.json";
    /** Folder inside the forward model's, for the backward one. */
    private static final String BACKWARD = "backward";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private record Config(
            int vocabulary, int embedding, int hidden, int layers, CellType cell, int labels, LabelMode mode) {}

    private UlmfitFiles() {}

    static void write(Path folder, BothDirections models) throws IOException {
        write(folder, models.forward(), models.mode());
        write(Files.createDirectory(folder.resolve(BACKWARD)), models.backward(), models.mode());
    }

    static void write(Path folder, UlmfitModel model) throws IOException {
        write(folder, model, null);
    }

    /** @param mode of a pair; null for a model alone, which does not need it */
    private static void write(Path folder, UlmfitModel model, LabelMode mode) throws IOException {
        ClassifierTraining.Trained trained = model.trained();
        EncoderConfig sizes = trained.sizes();
        Config config = new Config(
                sizes.vocabulary(),
                sizes.embedding(),
                sizes.hidden(),
                sizes.layers(),
                sizes.cell(),
                trained.head().labels(),
                mode);
        Files.write(folder.resolve(CONFIG), JSON.writeValueAsBytes(config));
        // Half precision moves a probability by less than a thousandth and halves what a tenant stores and loads.
        SafetensorsWriter.write(folder.resolve(ENCODER), trained.encoder(), TensorType.F16, Map.of());
        SafetensorsWriter.write(folder.resolve(HEAD), trained.head().tensors(), TensorType.F32, Map.of());
        TokenizerFile.write(model.tokenizer(), folder.resolve(TOKENIZER));
    }

    /** @param kernels makes those of each model, which closes them */
    static CandidateModel read(Path folder, Supplier<Kernels> kernels) throws IOException {
        UlmfitModel forward = read(folder, kernels, ReadingDirection.FORWARD);
        if (!Files.isDirectory(folder.resolve(BACKWARD))) {
            return forward;
        }
        try {
            LabelMode mode = config(folder).mode;
            if (mode == null) {
                throw new DamagedFileException(folder.resolve(CONFIG), "does not say how its two models are joined");
            }
            return new BothDirections(
                    forward, read(folder.resolve(BACKWARD), kernels, ReadingDirection.BACKWARD), mode);
        } catch (IOException | RuntimeException e) {
            forward.close();
            throw e;
        }
    }

    private static UlmfitModel read(Path folder, Supplier<Kernels> kernels, ReadingDirection direction)
            throws IOException {
        UlmfitWeights weights = weights(folder);
        var trained =
                new ClassifierTraining.Trained(weights.sizes(), weights.encoder(), new HeadWeights(weights.head()));
        return new UlmfitModel(kernels.get(), trained, weights.tokenizer(), direction);
    }

    /** Whether the folder holds a model of each direction. */
    static boolean readsBothWays(Path folder) {
        return Files.isDirectory(folder.resolve(BACKWARD));
    }

    private static Config config(Path folder) throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(folder.resolve(CONFIG)), Config.class);
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(
                    folder.resolve(CONFIG), "cannot be read (" + e.getOriginalMessage() + ")", e);
        }
    }

    static UlmfitWeights weights(Path folder) throws IOException {
        Config config = config(folder);
        Tokenizer tokenizer = TokenizerFile.read(folder.resolve(TOKENIZER));
        EncoderConfig sizes =
                new EncoderConfig(config.vocabulary, config.embedding, config.hidden, config.layers, config.cell);
        if (tokenizer.vocabulary().size() != sizes.vocabulary()) {
            throw new DamagedFileException(folder.resolve(TOKENIZER), "belongs to another model");
        }
        return new UlmfitWeights(sizes, tokenizer, tensors(folder.resolve(ENCODER)), tensors(folder.resolve(HEAD)));
    }

    static List<Tensor> tensors(Path file) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            for (String name : opened.names()) {
                tensors.add(opened.read(name));
            }
        }
        return tensors;
    }
}
