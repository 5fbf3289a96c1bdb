package io.docket.ml.linear;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ml.io.DamagedFileException;
import io.docket.ml.io.SafetensorsFile;
import io.docket.ml.io.SafetensorsWriter;
import io.docket.ml.io.Tensor;
import io.docket.ml.io.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The files of a linear model: {@code settings.json} (which n-grams), {@code features.bin} (their 64-bit hashes, sorted,
 * little-endian) and {@code weights.safetensors} (rarity of each feature, weights, biases).
 */
final class LinearFiles {

    private static final String SETTINGS = "settings.json";
    private static final String FEATURES = "features.bin";
    private static final String WEIGHTS = "weights.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper();

    private LinearFiles() {}

    static void write(Path folder, Vectorizer vectorizer, LinearWeights weights) throws IOException {
        Files.write(folder.resolve(SETTINGS), JSON.writeValueAsBytes(vectorizer.settings()));
        long[] hashes = vectorizer.vocabulary().hashes();
        ByteBuffer bytes = ByteBuffer.allocate(hashes.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(hashes);
        Files.write(folder.resolve(FEATURES), bytes.array());
        SafetensorsWriter.write(
                folder.resolve(WEIGHTS),
                List.of(
                        new Tensor(
                                "idf",
                                new int[] {hashes.length},
                                vectorizer.vocabulary().idf()),
                        new Tensor("weights", new int[] {hashes.length, weights.labels()}, weights.weights()),
                        new Tensor("bias", new int[] {weights.labels()}, weights.bias())),
                TensorType.F32,
                Map.of());
    }

    /** What the files hold. */
    record Parts(Vectorizer vectorizer, LinearWeights weights) {}

    static LinearModel read(Path folder) throws IOException {
        Parts parts = readParts(folder);
        return new LinearModel(parts.vectorizer(), parts.weights());
    }

    static Parts readParts(Path folder) throws IOException {
        Path weightsFile = folder.resolve(WEIGHTS);
        FeatureSettings settings = settings(folder.resolve(SETTINGS));
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve(FEATURES))).order(ByteOrder.LITTLE_ENDIAN);
        long[] hashes = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(hashes);
        try (SafetensorsFile tensors = SafetensorsFile.open(weightsFile)) {
            float[] bias = tensors.read("bias").values();
            Vocabulary vocabulary = new Vocabulary(hashes, tensors.read("idf").values());
            LinearWeights weights = new LinearWeights(
                    hashes.length, bias.length, tensors.read("weights").values(), bias);
            return new Parts(new Vectorizer(settings, vocabulary), weights);
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(weightsFile, "it does not fit " + FEATURES + ": " + e.getMessage(), e);
        }
    }

    private static FeatureSettings settings(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(file), FeatureSettings.class);
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(file, "it is no list of feature settings; copy the folder again", e);
        }
    }
}
