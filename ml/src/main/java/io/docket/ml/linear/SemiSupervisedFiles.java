package io.docket.ml.linear;

import io.docket.ml.classify.LanguageVectors;
import io.docket.ml.io.DamagedFileException;
import io.docket.ml.io.SafetensorsFile;
import io.docket.ml.io.SafetensorsWriter;
import io.docket.ml.io.Tensor;
import io.docket.ml.io.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a semi-supervised model: those of {@link LinearFiles} for the words, and in folders for the opening words and, where
 * there are any, the runs of characters, {@code
 * directions.safetensors} (16 bits), {@code dense.safetensors} (weights of the dense features, means and factors), and those of
 * {@link TopicVectors} and {@link LanguageVectors}.
 */
final class SemiSupervisedFiles {

    private static final String DIRECTIONS = "directions.safetensors";
    private static final String DENSE = "dense.safetensors";
    private static final String OPENING = "opening";
    private static final String CHARACTERS = "characters";

    private SemiSupervisedFiles() {}

    static void write(Path folder, FeatureSpace space, LinearWeights weights) throws IOException {
        CountedFeatures counted = space.counted();
        int words = counted.firstOfOpening();
        int characters = counted.firstOfCharacters();
        int sparse = counted.size();
        int labels = weights.labels();
        LinearFiles.write(folder, counted.words(), part(weights, 0, words));
        LinearFiles.write(
                Files.createDirectory(folder.resolve(OPENING)), counted.opening(), part(weights, words, characters));
        if (characters < sparse) {
            LinearFiles.write(
                    Files.createDirectory(folder.resolve(CHARACTERS)),
                    counted.characters(),
                    part(weights, characters, sparse));
        }
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
                                new int[] {space.size() - sparse, labels},
                                part(weights, sparse, space.size()).weights()),
                        row("topics.means", space.topicCentring().means()),
                        row("topics.factors", space.topicCentring().factors()),
                        row("language.means", space.languageCentring().means()),
                        row("language.factors", space.languageCentring().factors())),
                TensorType.F32,
                Map.of());
        if (space.topics().isPresent()) {
            space.topics().get().write(folder);
        }
        if (space.language().isPresent()) {
            space.language().get().write(folder);
        }
    }

    private static LinearWeights part(LinearWeights weights, int from, int to) {
        int labels = weights.labels();
        return new LinearWeights(
                to - from, labels, Arrays.copyOfRange(weights.weights(), from * labels, to * labels), weights.bias());
    }

    private static Tensor row(String name, float[] values) {
        return new Tensor(name, new int[] {values.length}, values);
    }

    static SemiSupervisedModel read(Path folder) throws IOException {
        LinearFiles.Parts words = LinearFiles.readParts(folder);
        LinearFiles.Parts opening = LinearFiles.readParts(folder.resolve(OPENING));
        LinearFiles.Parts characters = readCharacters(folder, words.weights());
        Optional<TopicVectors> topics = TopicVectors.read(folder);
        Path denseFile = folder.resolve(DENSE);
        Optional<LanguageVectors> language = LanguageVectors.read(folder);
        try (SafetensorsFile directions = SafetensorsFile.open(folder.resolve(DIRECTIONS));
                SafetensorsFile dense = SafetensorsFile.open(denseFile)) {
            LatentTopics latent = new LatentTopics(
                    directions.shape("directions")[1],
                    directions.read("directions").values());
            FeatureSpace space = new FeatureSpace(
                    new CountedFeatures(words.vectorizer(), opening.vectorizer(), characters.vectorizer()),
                    latent,
                    topics,
                    centring(dense, "topics"),
                    language,
                    centring(dense, "language"));
            float[] all = joined(
                    words.weights().weights(),
                    opening.weights().weights(),
                    characters.weights().weights(),
                    dense.read("weights").values());
            return new SemiSupervisedModel(
                    space,
                    new LinearWeights(
                            space.size(),
                            words.weights().labels(),
                            all,
                            words.weights().bias()),
                    true);
        } catch (IllegalArgumentException e) {
            language.ifPresent(LanguageVectors::close);
            throw new DamagedFileException(denseFile, "it does not fit " + DIRECTIONS + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            language.ifPresent(LanguageVectors::close);
            throw e;
        }
    }

    /** Models of few labels, and those of earlier versions, have none. */
    private static LinearFiles.Parts readCharacters(Path folder, LinearWeights words) throws IOException {
        Path characters = folder.resolve(CHARACTERS);
        return Files.isDirectory(characters)
                ? LinearFiles.readParts(characters)
                : new LinearFiles.Parts(
                        Vectorizer.empty(CountedFeatures.CHARACTERS),
                        new LinearWeights(0, words.labels(), new float[0], words.bias()));
    }

    private static Centring centring(SafetensorsFile dense, String part) throws IOException {
        return new Centring(
                dense.read(part + ".means").values(),
                dense.read(part + ".factors").values());
    }

    private static float[] joined(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
