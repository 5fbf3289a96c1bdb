package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.GeneratedRows;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.NeuralOptions;
import io.docket.ml.TextSource;
import io.docket.ml.TinyBase;
import io.docket.ml.TrainingListener;
import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.champion.CandidateTask;
import io.docket.ml.champion.CandidateTrainer;
import io.docket.ml.champion.CandidateUnavailableException;
import io.docket.ml.evaluate.Probabilities;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.model.CellType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of a model that reads forward and one that reads backward. */
final class BothDirectionsTest {

    private static final List<LabelledText> ROWS = GeneratedRows.single(45, 0, 5);
    private static final List<String> LABELS = List.of("billing", "lease", "support");

    @TempDir
    private Path folder;

    @Test
    void theProbabilitiesAreTheMeanOfBothAlsoAfterSavingAndLoading() throws IOException {
        for (LabelMode mode : LabelMode.values()) {
            CandidateTask task = task(baseOfBoth(mode.name()), mode);
            List<String> texts = ROWS.stream().map(LabelledText::text).toList();
            try (CandidateTrainer.Prepared prepared = new UlmfitTrainer().prepare(task);
                    CandidateModel model = prepared.fit(ROWS, true)) {
                BothDirections both = (BothDirections) model;
                float[][] forward = both.forward().logits(texts);
                float[][] backward = both.backward().logits(texts);
                float[][] logits = both.logits(texts);
                for (int text = 0; text < logits.length; text++) {
                    double[] mean = Probabilities.mean(
                            Probabilities.of(forward[text], 1, mode), Probabilities.of(backward[text], 1, mode));
                    assertThat(Probabilities.of(logits[text], 1, mode)).containsExactly(mean, within(1e-6));
                }
                assertThat(backward[0]).isNotEqualTo(forward[0]);

                Path saved = Files.createDirectory(folder.resolve("saved-" + mode));
                model.save(saved);
                try (CandidateModel loaded = UlmfitTrainer.load(saved)) {
                    float[][] again = loaded.logits(texts);
                    for (int text = 0; text < again.length; text++) {
                        assertThat(again[text]).containsExactly(logits[text], within(0.05f)); // half precision
                    }
                    assertThat(loaded.encoder().orElseThrow().dimensions()).isEqualTo(TinyBase.EMBEDDING);
                }
                assertThatThrownBy(() -> UlmfitWeights.read(saved))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("--direction forward");
            }
        }
    }

    @Test
    void explainsInTheOrderOfTheText() throws IOException {
        CandidateTask task = task(baseOfBoth("base"), LabelMode.SINGLE);
        String text = "please see the tenant of the premises today";
        try (CandidateTrainer.Prepared prepared = new UlmfitTrainer().prepare(task);
                CandidateModel model = prepared.fit(ROWS, true)) {
            List<WeightedSpan> spans = model.explain(text, 1);
            assertThat(spans).isNotEmpty().allSatisfy(span -> {
                assertThat(text.substring(span.start(), span.end())).isNotBlank();
                assertThat(span.weight()).isBetween(-1.0, 1.0);
            });
            BothDirections both = (BothDirections) model;
            UlmfitModel forward = both.forward();
            UlmfitModel backward = both.backward();
            assertThat(backward.contributions(text, 1)).hasSameSizeAs(forward.contributions(text, 1));
        }
    }

    @Test
    void aBackwardModelReadsTheTokensFromTheEnd() {
        assertThat(ReadingDirection.BACKWARD.inOrder(new int[] {2, 7, 9})).containsExactly(9, 7, 2);
        assertThat(ReadingDirection.FORWARD.inOrder(new int[] {2, 7, 9})).containsExactly(2, 7, 9);
    }

    @Test
    void aBaseThatReadsForwardOnlyIsRefusedWithTheRemedy() throws IOException {
        Path base = TinyBase.write(folder.resolve("base"), ROWS, CellType.QRNN);
        assertThatThrownBy(() -> new UlmfitTrainer().prepare(task(base, LabelMode.SINGLE)))
                .isInstanceOf(CandidateUnavailableException.class)
                .hasMessageContaining("reads forward only")
                .hasMessageContaining("--direction forward");
        assertThatThrownBy(
                        () -> UlmfitTrainer.requireDirection(new BaseModel.Folder(base), NeuralOptions.Direction.BOTH))
                .isInstanceOf(CandidateUnavailableException.class);
        UlmfitTrainer.requireDirection(new BaseModel.Folder(base), NeuralOptions.Direction.FORWARD);
        UlmfitTrainer.requireDirection(new BaseModel.None(), NeuralOptions.Direction.BOTH);
        // a forward model where the backward one belongs
        TinyBase.write(base.resolve(LanguageModelFolder.BACKWARD), ROWS, CellType.QRNN);
        assertThatThrownBy(() -> new UlmfitTrainer().prepare(task(base, LabelMode.SINGLE)))
                .isInstanceOf(CandidateUnavailableException.class)
                .hasMessageContaining("where the backward one belongs");
    }

    private Path baseOfBoth(String name) throws IOException {
        Path base = TinyBase.write(folder.resolve(name), ROWS, CellType.QRNN);
        TinyBase.write(base.resolve(LanguageModelFolder.BACKWARD), ROWS, CellType.LSTM, true);
        return base;
    }

    private static CandidateTask task(Path base, LabelMode mode) {
        return new CandidateTask(
                ROWS,
                LABELS,
                mode,
                TextSource.empty(),
                new BaseModel.Folder(base),
                new NeuralOptions(NeuralOptions.Preset.COMPACT, NeuralOptions.Direction.BOTH, NeuralOptions.Device.CPU),
                3,
                1,
                Optional.empty(),
                Optional.empty(),
                TrainingListener.silent(),
                new Cancellation());
    }
}
