package io.docket.ml.classify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.DamagedModelException;
import io.docket.ml.io.ModelDirectory;
import io.docket.ml.io.SafetensorsFile;
import io.docket.ml.io.SafetensorsWriter;
import io.docket.ml.io.Tensor;
import io.docket.ml.io.TensorType;
import io.docket.ml.kernel.Floats;
import io.docket.ml.model.EncoderConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the fit of one classifier needs to go on as if it had never stopped: weights, Adam's moments, the finished steps, and the
 * plan of its epochs. When the fit has ended, its result takes the place of these. A damaged checkpoint is as good as none.
 * For one thread.
 */
final class FitCheckpoint {
    private static final Duration EVERY = Duration.ofMinutes(2);
    private static final String KIND_RUNNING = "classifier-fit";
    private static final String KIND_ENDED = "classifier-fit-result";
    private static final String PLAN = "plan.json";
    private static final String BLOCKS = "blocks.safetensors";
    private static final String ENCODER = "encoder.safetensors";
    private static final String HEAD = "head.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Optional<Path> folder;
    private final Duration every;
    private long saved = System.nanoTime();

    /**
     * Where a fit is.
     *
     * @param stages of the plan, as the time allowed when the fit began
     * @param step finished steps of these stages
     * @param headSteps steps of the head's optimiser, by layer group
     * @param encoderSteps of the encoder's
     */
    record Position(
            List<ClassifierSettings.Stage> stages,
            long step,
            Map<String, Long> headSteps,
            Map<String, Long> encoderSteps) {}

    /** @param folder for the checkpoints of this one fit; empty for none */
    FitCheckpoint(Optional<Path> folder) {
        this(folder, EVERY);
    }

    FitCheckpoint(Optional<Path> folder, Duration every) {
        this.folder = folder;
        this.every = every;
    }

    /** Keeps nothing. */
    static FitCheckpoint none() {
        return new FitCheckpoint(Optional.empty());
    }

    /** Whether it is time to save again. */
    boolean isDue() {
        return folder.isPresent() && System.nanoTime() - saved >= every.toNanos();
    }

    /** Saves a position with the blocks that belong to it; replaces an older one. */
    void save(Position position, List<Floats> blocks) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            ModelDirectory.write(running(), KIND_RUNNING, aside -> {
                Files.write(aside.resolve(PLAN), JSON.writeValueAsBytes(position));
                List<Tensor> tensors = new ArrayList<>();
                for (Floats block : blocks) {
                    tensors.add(new Tensor(name(tensors.size()), new int[] {(int) block.size()}, block.toArray()));
                }
                SafetensorsWriter.write(aside.resolve(BLOCKS), tensors, TensorType.F32, Map.of());
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint could not be written: " + e.getMessage(), e);
        }
        saved = System.nanoTime();
    }

    /** Fills the blocks with what was saved last and says where that was; empty when there is nothing to go on from. */
    Optional<Position> restore(List<Floats> blocks) throws IOException {
        if (folder.isEmpty() || !Files.exists(running())) {
            return Optional.empty();
        }
        try {
            ModelDirectory.verify(running(), KIND_RUNNING);
            Position position = JSON.readValue(Files.readAllBytes(running().resolve(PLAN)), Position.class);
            try (SafetensorsFile file = SafetensorsFile.open(running().resolve(BLOCKS))) {
                for (int i = 0; i < blocks.size(); i++) {
                    blocks.get(i).write(file.read(name(i)).values());
                }
            }
            return Optional.of(position);
        } catch (DamagedModelException e) {
            return Optional.empty();
        }
    }

    /** Keeps the result of an ended fit instead of its checkpoint. */
    void end(ClassifierTraining.Trained trained) throws IOException {
        if (folder.isEmpty()) {
            return;
        }
        ModelDirectory.write(ended(), KIND_ENDED, aside -> {
            SafetensorsWriter.write(aside.resolve(ENCODER), trained.encoder(), TensorType.F32, Map.of());
            SafetensorsWriter.write(aside.resolve(HEAD), trained.head().tensors(), TensorType.F32, Map.of());
        });
        ModelDirectory.delete(running());
    }

    /** The result, if this fit has ended before. */
    Optional<ClassifierTraining.Trained> result(EncoderConfig sizes) throws IOException {
        if (folder.isEmpty() || !Files.exists(ended())) {
            return Optional.empty();
        }
        try {
            ModelDirectory.verify(ended(), KIND_ENDED);
            return Optional.of(new ClassifierTraining.Trained(
                    sizes,
                    UlmfitFiles.tensors(ended().resolve(ENCODER)),
                    new HeadWeights(UlmfitFiles.tensors(ended().resolve(HEAD)))));
        } catch (DamagedModelException e) {
            return Optional.empty();
        }
    }

    private Path running() {
        return folder.orElseThrow().resolve("running");
    }

    private Path ended() {
        return folder.orElseThrow().resolve("ended");
    }

    private static String name(int block) {
        return "block." + block;
    }
}
