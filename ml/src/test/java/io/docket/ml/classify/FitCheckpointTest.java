package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.ml.Cancellation;
import io.docket.ml.LabelMode;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.Tensor;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fit of a classifier that is interrupted between two steps. */
final class FitCheckpointTest {

    private static final EncoderConfig SIZES = new EncoderConfig(40, 8, 12, 2, CellType.LSTM);

    @TempDir
    private Path folder;

    @Test
    void goesOnWithTheVeryNextStepAndEndsWithTheSameBits() throws IOException {
        ClassifierTraining.Trained whole = train(FitCheckpoint.none(), -1);
        for (int steps : new int[] {1, 4, 9, 14}) {
            Path kept = folder.resolve("after-" + steps);
            assertThatThrownBy(() -> train(new FitCheckpoint(Optional.of(kept)), steps))
                    .isInstanceOf(TrainingCancelledException.class);
            assertSame(train(new FitCheckpoint(Optional.of(kept)), -1), whole);
        }
    }

    /** What a killed process leaves: the last checkpoint that was due, several steps before its end. */
    @Test
    void goesOnFromACheckpointOfSomeStepsAgo() throws IOException {
        ClassifierTraining.Trained whole = train(FitCheckpoint.none(), -1);
        Path kept = folder.resolve("kept");
        Path left = folder.resolve("left");
        assertThatThrownBy(() -> train(new FitCheckpoint(Optional.of(kept), Duration.ZERO), 6))
                .isInstanceOf(TrainingCancelledException.class);
        Files.createDirectories(left);
        Files.move(kept.resolve("running"), left.resolve("running"));
        assertSame(train(new FitCheckpoint(Optional.of(left)), -1), whole);
    }

    @Test
    void anEndedFitIsNotDoneAgainAndADamagedCheckpointIsAsGoodAsNone() throws IOException {
        Path kept = folder.resolve("kept");
        FitCheckpoint checkpoint = new FitCheckpoint(Optional.of(kept));
        assertThat(checkpoint.result(SIZES)).isEmpty();
        ClassifierTraining.Trained whole = train(checkpoint, -1);
        checkpoint.end(whole);
        assertSame(checkpoint.result(SIZES).orElseThrow(), whole);
        assertThat(kept.resolve("running")).doesNotExist();
        Files.writeString(kept.resolve("ended/head.safetensors"), "damaged");
        assertThat(checkpoint.result(SIZES)).isEmpty();

        Path other = folder.resolve("other");
        assertThatThrownBy(() -> train(new FitCheckpoint(Optional.of(other)), 3))
                .isInstanceOf(TrainingCancelledException.class);
        Files.writeString(other.resolve("running/blocks.safetensors"), "damaged");
        assertSame(train(new FitCheckpoint(Optional.of(other)), -1), whole);
    }

    @Test
    void timingStepsForABudgetChangesNothing() throws IOException {
        FitCheckpoint none = new FitCheckpoint(Optional.empty());
        assertSame(train(none, -1, 3_600), train(none, -1));
    }

    private static void assertSame(ClassifierTraining.Trained actual, ClassifierTraining.Trained expected) {
        assertSame(actual.encoder(), expected.encoder());
        assertSame(actual.head().tensors(), expected.head().tensors());
    }

    private static void assertSame(List<Tensor> actual, List<Tensor> expected) {
        Map<String, float[]> byName = actual.stream().collect(Collectors.toMap(Tensor::name, Tensor::values));
        assertThat(byName.keySet())
                .isEqualTo(expected.stream().map(Tensor::name).collect(Collectors.toSet()));
        expected.forEach(tensor ->
                assertThat(byName.get(tensor.name())).as(tensor.name()).isEqualTo(tensor.values()));
    }

    private static ClassifierTraining.Trained train(FitCheckpoint checkpoint, int cancelAfter) throws IOException {
        return train(checkpoint, cancelAfter, Double.POSITIVE_INFINITY);
    }

    /**
     * @param cancelAfter steps of the unfreezing stages; negative for never
     * @param seconds time budget
     */
    private static ClassifierTraining.Trained train(FitCheckpoint checkpoint, int cancelAfter, double seconds)
            throws IOException {
        Random random = new Random(4);
        int[][] texts = new int[20][];
        float[][] targets = new float[20][2];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = random.ints(3 + random.nextInt(90), 9, 40).toArray();
            targets[i][i % 2] = 1;
        }
        ClassifierSettings usual = ClassifierSettings.forRows(20, 1_000, 3);
        ClassifierSettings settings = usual.withStages(List.of(
                new ClassifierSettings.Stage(1, 1, 1e-2),
                new ClassifierSettings.Stage(2, 2, 1e-2),
                new ClassifierSettings.Stage(3, 2, 1e-2)));
        Cancellation cancellation = new Cancellation();
        AtomicInteger steps = new AtomicInteger();
        try (Kernels kernels = new CpuKernels(2);
                LanguageModel start = LanguageModel.initialise(kernels, SIZES, 6);
                ClassifierTraining training = new ClassifierTraining(
                        kernels,
                        SIZES,
                        LanguageModelFolder.tensors(start.parameters()),
                        new LabelledSequences(texts, targets),
                        new ClassifierLoss(LabelMode.SINGLE, 2, 0.1f, new float[] {1, 1}),
                        settings,
                        11,
                        new ClassifierTraining.Progress() {
                            @Override
                            public void step(double done, double epoch, double loss, double rowsPerSecond) {
                                if (steps.incrementAndGet() == cancelAfter) {
                                    cancellation.cancel();
                                }
                            }

                            @Override
                            public void reading(double rowsPerSecond) {
                                // is not counted
                            }
                        },
                        cancellation)) {
            return training.train(seconds, checkpoint);
        }
    }
}
