package io.docket.ml.classify;

import io.docket.ml.DamagedModelException;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.ModelDirectory;
import io.docket.ml.io.TensorType;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The checkpoints of a whole ULMFiT run in one folder: of the tuning in each direction, the tuned language models, and of every
 * fit. Whoever starts another run from the folder deletes it first. For one thread.
 */
final class UlmfitCheckpoint {
    private static final String BASE_VERSION = "baseVersion";

    private final Optional<Path> folder;

    /** @param folder may not exist yet; empty for no checkpoints */
    UlmfitCheckpoint(Optional<Path> folder) {
        this.folder = folder;
    }

    /**
     * Where the tuning on a stream keeps its checkpoints. What was kept for another text is deleted: documents may have come or
     * gone since.
     */
    Optional<Path> tuning(ReadingDirection direction, TokenStream stream) throws IOException {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path place = place("tuning", direction);
        Path key = place.resolve("stream.sha256");
        String now = stream.sha256();
        if (!Files.exists(key) || !Files.readString(key).equals(now)) {
            ModelDirectory.delete(place);
            Files.createDirectories(place);
            Files.writeString(key, now);
        }
        return Optional.of(place.resolve("checkpoint"));
    }

    /** Keeps a tuned language model, so that neither its text nor its base are needed again. */
    void tuned(UlmfitFitting.TunedModel tuned) throws IOException {
        if (folder.isEmpty()) {
            return;
        }
        TreeMap<String, String> provenance = new TreeMap<>();
        provenance.put(BASE_VERSION, tuned.baseVersion());
        LanguageModelFolder.write(
                place("tuned", tuned.direction()),
                tuned.sizes(),
                tuned.weights(),
                new LanguageModelFolder.Companion(
                        tuned.tokenizer(), tuned.direction() == ReadingDirection.BACKWARD, provenance),
                TensorType.F32);
        ModelDirectory.delete(place("tuning", tuned.direction()));
    }

    /** The language model that an earlier attempt has tuned. */
    Optional<UlmfitFitting.TunedModel> tunedBefore(ReadingDirection direction, Kernels kernels) throws IOException {
        if (folder.isEmpty() || !Files.exists(place("tuned", direction))) {
            return Optional.empty();
        }
        try (LanguageModelFolder.Opened opened = LanguageModelFolder.open(place("tuned", direction), kernels)) {
            return Optional.of(new UlmfitFitting.TunedModel(
                    direction,
                    opened.companion().tokenizer(),
                    opened.model().config(),
                    LanguageModelFolder.tensors(opened.model().parameters()),
                    opened.companion().provenance().getOrDefault(BASE_VERSION, "")));
        } catch (DamagedModelException e) {
            return Optional.empty();
        }
    }

    /** Of the fit with that number in a direction. */
    FitCheckpoint fit(int number, ReadingDirection direction) {
        return new FitCheckpoint(folder.map(ignored -> place("fit-" + number, direction)));
    }

    private Path place(String what, ReadingDirection direction) {
        return folder.orElseThrow().resolve(what + "-" + direction.name().toLowerCase(Locale.ROOT));
    }
}
