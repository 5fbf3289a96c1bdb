package io.docket.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.ml.Cancellation;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.Dropouts;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.model.LanguageModelStep.Regularisation;
import io.docket.ml.text.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageModelTrainerTest {

    private static final int VOCABULARY = 40;
    private static final LanguageModelSettings SETTINGS =
            new LanguageModelSettings(3, 5, Dropouts.languageModel(), Regularisation.defaults(), 0.01f, 1, 0, 7);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"LSTM, 0", "QRNN, 0", "QRNN, 8"})
    void aResumedRunEndsWithTheSameBitsAsAnUnbrokenOne(CellType cell, int sampled) throws IOException {
        LanguageModelSettings settings = SETTINGS.withSampledClasses(sampled);
        try (Kernels kernels = new CpuKernels(2);
                LanguageModel unbroken = model(kernels, cell);
                LanguageModelTrainer trainer = new LanguageModelTrainer(unbroken, text(), settings);
                LanguageModel first = model(kernels, cell);
                LanguageModelTrainer before = new LanguageModelTrainer(first, text(), settings);
                LanguageModel second = model(kernels, cell);
                LanguageModelTrainer after = new LanguageModelTrainer(second, text(), settings)) {
            int end = 2 * trainer.stepsPerEpoch() + 3;
            int breakAt = trainer.stepsPerEpoch() + 2;
            go(trainer, end);
            go(before, breakAt);
            Checkpoint.save(before, folder.resolve("checkpoint"));
            Checkpoint.restore(after, folder.resolve("checkpoint"));
            go(after, end);
            assertThat(after.step()).isEqualTo(trainer.step());
            assertThat(second.parameters().values().toArray())
                    .isEqualTo(unbroken.parameters().values().toArray());
        }
    }

    @Test
    void timingAStepChangesNothing() {
        try (Kernels kernels = new CpuKernels(2);
                LanguageModel timed = model(kernels, CellType.QRNN);
                LanguageModelTrainer one = new LanguageModelTrainer(timed, text(), SETTINGS);
                LanguageModel untimed = model(kernels, CellType.QRNN);
                LanguageModelTrainer other = new LanguageModelTrainer(untimed, text(), SETTINGS)) {
            assertThat(one.measureStep()).isPositive();
            go(one, 3);
            go(other, 3);
            assertThat(timed.parameters().values().toArray())
                    .isEqualTo(untimed.parameters().values().toArray());
        }
    }

    @Test
    void learnsARegularText() {
        try (Kernels kernels = new CpuKernels(2);
                LanguageModel model = model(kernels, CellType.QRNN);
                LanguageModelTrainer trainer = new LanguageModelTrainer(
                        model, text(), LanguageModelSettings.pretraining(1).withShape(4, 8))) {
            double before = Perplexity.measure(model, text()).perToken();
            go(trainer, 300);
            double after = Perplexity.measure(model, text()).perToken();
            assertThat(before).isBetween(30.0, 60.0);
            assertThat(after).isLessThan(10);
        }
    }

    @Test
    void aSampledSoftmaxLearnsAlmostAsWellAsTheWholeOne() {
        try (Kernels kernels = new CpuKernels(2);
                LanguageModel model = model(kernels, CellType.QRNN);
                LanguageModelTrainer trainer = new LanguageModelTrainer(
                        model,
                        text(),
                        LanguageModelSettings.pretraining(1).withShape(4, 8).withSampledClasses(6))) {
            go(trainer, 300);
            assertThat(Perplexity.measure(model, text()).perToken()).isLessThan(11);
        }
    }

    @Test
    void aDamagedCheckpointIsRefused() throws IOException {
        Path checkpoint = folder.resolve("checkpoint");
        try (Kernels kernels = new CpuKernels(1);
                LanguageModel model = model(kernels, CellType.LSTM);
                LanguageModelTrainer trainer = new LanguageModelTrainer(model, text(), SETTINGS)) {
            Checkpoint.save(trainer, checkpoint);
            Path floats = checkpoint.resolve("floats.bin");
            byte[] bytes = Files.readAllBytes(floats);
            bytes[bytes.length / 2] ^= 1;
            Files.write(floats, bytes);
            assertThatThrownBy(() -> Checkpoint.restore(trainer, checkpoint))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
            Files.write(floats, new byte[10], StandardOpenOption.TRUNCATE_EXISTING);
            assertThatThrownBy(() -> Checkpoint.restore(trainer, checkpoint))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("truncated");
        }
    }

    @Test
    void aRunReportsStopsWhenItsScheduleEndsAndCanBeCancelled() throws IOException {
        try (Kernels kernels = new CpuKernels(1);
                LanguageModel model = model(kernels, CellType.QRNN);
                LanguageModelTrainer trainer = new LanguageModelTrainer(model, text(), SETTINGS)) {
            List<LanguageModelProgress> reports = new ArrayList<>();
            LanguageModelRun.Limits limits = new LanguageModelRun.Limits(
                    Optional.empty(),
                    Optional.of(folder.resolve("checkpoint")),
                    Duration.ofDays(1),
                    Duration.ofDays(1));
            Cancellation cancellation = new Cancellation();
            LanguageModelRun run =
                    new LanguageModelRun(trainer, Optional.of(text()), limits, reports::add, cancellation);
            WarmUpStableDecay schedule = schedule(model).decaying(5, 7);
            assertThat(run.run(schedule)).isPresent();
            assertThat(trainer.step()).isEqualTo(12);
            assertThat(reports.getLast().validationLoss()).isPresent();
            assertThat(Checkpoint.exists(folder.resolve("checkpoint"))).isTrue();
            cancellation.cancel();
            assertThatThrownBy(() -> run.run(schedule(model))).isInstanceOf(TrainingCancelledException.class);
        }
    }

    private static void go(LanguageModelTrainer trainer, long end) {
        while (trainer.step() < end) {
            trainer.next(schedule(trainer.model()).at(trainer.step()));
        }
    }

    private static WarmUpStableDecay schedule(LanguageModel model) {
        return new WarmUpStableDecay(model.parameters().groups(), 0.01f, 5, OptionalLong.empty(), 0);
    }

    private static LanguageModel model(Kernels kernels, CellType cell) {
        return LanguageModel.initialise(kernels, new EncoderConfig(VOCABULARY, 16, 24, 3, cell), 3);
    }

    /** Documents in which each word is followed by the next one, with now and then a jump. */
    private static TokenStream text() {
        Random random = new Random(11);
        List<int[]> documents = new ArrayList<>();
        for (int document = 0; document < 20; document++) {
            int[] ids = new int[30];
            ids[0] = SpecialTokens.BEGIN;
            int word = 10 + random.nextInt(30);
            for (int i = 1; i < ids.length; i++) {
                ids[i] = word;
                word = random.nextInt(10) == 0 ? 10 + random.nextInt(30) : 10 + (word - 9) % 30;
            }
            documents.add(ids);
        }
        return TokenStream.of(documents);
    }
}
