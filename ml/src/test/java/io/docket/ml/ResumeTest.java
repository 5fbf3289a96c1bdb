package io.docket.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.ml.champion.RunCheckpoint;
import io.docket.ml.model.CellType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped again and again gives the classifier of one that never was. */
final class ResumeTest {

    private static final List<LabelledText> ROWS = GeneratedRows.single(60, 0.1, 8);

    @TempDir
    private Path folder;

    @Test
    void aRunThatIsStoppedAtManyPlacesEndsLikeAnUnbrokenOne() throws IOException {
        Path base = TinyBase.write(folder.resolve("base"), ROWS, CellType.LSTM);
        AtomicInteger reports = new AtomicInteger();
        ClassifierTrainer.standard()
                .train(request(base, "whole"), progress -> reports.incrementAndGet(), new Cancellation());

        TrainingRequest broken = request(base, "broken").withCheckpoint(folder.resolve("kept"));
        int stops = 0;
        boolean ended = false;
        List<TrainingStage> stages = new ArrayList<>();
        for (int patience = 2; !ended; patience++) {
            Cancellation cancellation = new Cancellation();
            AtomicInteger heard = new AtomicInteger();
            int most = patience;
            try {
                ClassifierTrainer.standard()
                        .train(
                                broken,
                                progress -> {
                                    stages.add(progress.stage());
                                    if (heard.incrementAndGet() == most) {
                                        cancellation.cancel();
                                    }
                                },
                                cancellation);
                ended = true;
            } catch (TrainingCancelledException e) {
                stops++;
                assertThat(RunCheckpoint.belongsTo(broken)).isTrue();
                assertThat(broken.output()).doesNotExist();
            }
        }
        assertThat(stops).isGreaterThanOrEqualTo(2);
        assertThat(stages).contains(TrainingStage.TUNE_LANGUAGE_MODEL, TrainingStage.TRAIN_CLASSIFIER);
        assertThat(folder.resolve("kept")).doesNotExist();
        for (String file : List.of("ulmfit/encoder.safetensors", "ulmfit/head.safetensors")) {
            assertThat(folder.resolve("broken").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
    }

    @Test
    void aCheckpointOfOtherRowsIsBegunAnewAndAForeignFolderLeftAlone() throws IOException {
        Path kept = folder.resolve("kept");
        TrainingRequest first = linear(ROWS, "first").withCheckpoint(kept);
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        assertThatThrownBy(() -> ClassifierTrainer.standard().train(first, TrainingListener.silent(), cancelled))
                .isInstanceOf(TrainingCancelledException.class);
        assertThat(RunCheckpoint.belongsTo(first)).isTrue();
        TrainingRequest other = linear(ROWS.subList(0, 50), "other").withCheckpoint(kept);
        assertThat(RunCheckpoint.belongsTo(other)).isFalse();
        assertThat(RunCheckpoint.belongsTo(first.withSeed(2))).isFalse();
        ClassifierTrainer.standard().train(other, TrainingListener.silent(), new Cancellation());
        assertThat(kept).doesNotExist();

        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Path letter = Files.writeString(foreign.resolve("letter.txt"), "keep me");
        TrainingRequest careless = linear(ROWS, "careless").withCheckpoint(foreign);
        assertThatThrownBy(() ->
                        ClassifierTrainer.standard().train(careless, TrainingListener.silent(), new Cancellation()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("something other than a checkpoint");
        assertThat(letter).exists();
    }

    private TrainingRequest linear(List<LabelledText> rows, String name) {
        return new TrainingRequest(rows, folder.resolve(name)).withCandidates(Set.of(ModelKind.LINEAR));
    }

    private TrainingRequest request(Path base, String name) {
        return new TrainingRequest(ROWS.subList(0, 48), folder.resolve(name))
                .withHeldOut(ROWS.subList(48, 60))
                .withCandidates(Set.of(ModelKind.ULMFIT))
                .withBase(new BaseModel.Folder(base));
    }
}
