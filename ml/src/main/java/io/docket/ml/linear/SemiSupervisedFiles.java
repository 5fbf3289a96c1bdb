package io.docket.ml.linear;

import io.docket.ml.io.DamagedFileException;
import io.docket.ml.io.SafetensorsFile;
import io.docket.ml.io.SafetensorsWriter;
import io.docket.ml.io.Tensor;
import io.docket.ml.io.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a semi-supervised model: those of {@link LinearFiles} for the words, {@code directions.safetensors} (16 bits),
 * {@code dense.safetensors} (weights of the dense features, means and factors), and those of {@link TopicVectors}.
 */
final class SemiSupervisedFiles {

    private static final String DIRECTIONS = "directions.safetensors";
    private static final String DENSE = "dense.safetensors";

    private SemiSupervisedFiles() {}

    static void write(Path folder, FeatureSpace space, LinearWeights weights) throws IOException {
        int words = space.words().vocabulary().size();
        int labels = weights.labels();
        LinearFiles.write(
                folder,
                space.words(),
                new LinearWeights(words, labels, Arrays.copyOf(weights.weights(), words * labels), weights.bias()));
        int width = space.latent().width();
        SafetensorsWriter.write(
                folder.resolve(DIRECTIONS),
                List.of(new Tensor(
                        "directions", new int[] {words, width}, space.latent().directions())),
                TensorType.F16,
                Map.of());
        SafetensorsWriter.write(
                folder.resolve(DENSE),
                List.of(
                        new Tensor(
                                "weights",
                                new int[] {space.size() - words, labels},
                                Arrays.copyOfRange(weights.weights(), words * labels, space.size() * labels)),
                        new Tensor("means", new int[] {space.means().length}, space.means()),
                        new Tensor("factors", new int[] {space.factors().length}, space.factors())),
                TensorType.F32,
                Map.of());
        if (space.topics().isPresent()) {
            space.topics().get().write(folder);
        }
    }

    static SemiSupervisedModel read(Path folder) throws IOException {
        LinearFiles.Parts words = LinearFiles.readParts(folder);
        Optional<TopicVectors> topics = TopicVectors.read(folder);
        Path denseFile = folder.resolve(DENSE);
        try (SafetensorsFile directions = SafetensorsFile.open(folder.resolve(DIRECTIONS));
                SafetensorsFile dense = SafetensorsFile.open(denseFile)) {
            LatentTopics latent = new LatentTopics(
                    directions.shape("directions")[1],
                    directions.read("directions").values());
            FeatureSpace space = new FeatureSpace(
                    words.vectorizer(),
                    latent,
                    topics,
                    dense.read("means").values(),
                    dense.read("factors").values());
            float[] first = words.weights().weights();
            float[] rest = dense.read("weights").values();
            float[] all = Arrays.copyOf(first, first.length + rest.length);
            System.arraycopy(rest, 0, all, first.length, rest.length);
            return new SemiSupervisedModel(
                    space,
                    new LinearWeights(
                            space.size(),
                            words.weights().labels(),
                            all,
                            words.weights().bias()));
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(denseFile, "it does not fit " + DIRECTIONS + ": " + e.getMessage(), e);
        }
    }
}
