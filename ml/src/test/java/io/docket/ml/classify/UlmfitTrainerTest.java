package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.NeuralOptions;
import io.docket.ml.TextSource;
import io.docket.ml.TinyBase;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.TrainingListener;
import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.champion.CandidateTask;
import io.docket.ml.champion.CandidateTrainer;
import io.docket.ml.champion.CandidateUnavailableException;
import io.docket.ml.model.CellType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole recipe on a language model of a few thousand weights and an easy task. */
final class UlmfitTrainerTest {
    private static final List<String> LABELS = List.of("lease", "printer");

    @TempDir
    private Path folder;

    private static List<LabelledText> rows(int count) {
        Random random = new Random(4);
        String[][] words = {{"tenant", "rent", "landlord", "premises"}, {"paper", "toner", "queue", "driver"}};
        String[] common = {"please", "the", "see", "our", "new", "document", "today"};
        List<LabelledText> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 6; j++) {
                text.append(common[random.nextInt(common.length)]).append(' ');
            }
            text.append(words[i % 2][random.nextInt(4)]).append(" today");
            rows.add(new LabelledText("row" + i, text.toString(), LABELS.get(i % 2)));
        }
        return rows;
    }

    private Path base(List<LabelledText> rows) throws IOException {
        return TinyBase.write(folder.resolve("base"), rows, CellType.QRNN);
    }

    private static CandidateTask task(List<LabelledText> rows, Path base, LabelMode mode, Cancellation cancellation) {
        return task(rows, base, mode, NeuralOptions.defaults(), cancellation);
    }

    private static CandidateTask task(
            List<LabelledText> rows, Path base, LabelMode mode, NeuralOptions neural, Cancellation cancellation) {
        return new CandidateTask(
                rows,
                LABELS,
                mode,
                TextSource.empty(),
                new BaseModel.Folder(base),
                neural,
                3,
                1,
                Optional.empty(),
                Optional.empty(),
                TrainingListener.silent(),
                cancellation);
    }

    private static CandidateModel train(CandidateTask task) throws IOException {
        try (CandidateTrainer.Prepared prepared = new UlmfitTrainer().prepare(task)) {
            return prepared.fit(task.rows(), true);
        }
    }

    private static List<String> texts(List<LabelledText> rows) {
        return rows.stream().map(LabelledText::text).toList();
    }

    @Test
    void learnsSavesServesAndExplains() throws Exception {
        List<LabelledText> rows = rows(1_200);
        CandidateTask task = task(rows.subList(0, 600), base(rows), LabelMode.SINGLE, new Cancellation());
        List<LabelledText> unseen = rows.subList(600, 1_200);
        try (CandidateModel model = train(task)) {
            float[][] logits = model.logits(texts(unseen));
            int right = 0;
            for (int i = 0; i < unseen.size(); i++) {
                int predicted = logits[i][1] > logits[i][0] ? 1 : 0;
                right += LABELS.get(predicted).equals(unseen.get(i).label()) ? 1 : 0;
            }
            assertThat(right).isGreaterThanOrEqualTo(480); // chance is 300
            Path saved = Files.createDirectory(folder.resolve("saved"));
            model.save(saved);
            try (CandidateModel loaded = UlmfitTrainer.load(saved)) {
                checkSame(loaded.logits(texts(unseen)), logits, 0.05f); // stored in half precision
                checkConcurrentUse(loaded, texts(unseen));
            }

            String text = "please see the toner today";
            for (WeightedSpan span : model.explain(text, 1)) {
                assertThat(text.substring(span.start(), span.end())).isNotBlank();
                assertThat(span.weight()).isBetween(-1.0, 1.0);
            }

            List<float[]> vectors = model.encoder().orElseThrow().encode(List.of("toner", ""));
            assertThat(vectors.get(0)).hasSize(TinyBase.EMBEDDING);
            double squares = 0;
            for (float value : vectors.get(0)) {
                squares += value * value;
            }
            assertThat(squares).isCloseTo(1, within(1e-4));
        }
    }

    private static void checkConcurrentUse(CandidateModel model, List<String> texts) throws Exception {
        float[][] expected = model.logits(texts);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<float[][]>> results = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                results.add(pool.submit(() -> model.logits(texts)));
            }
            for (Future<float[][]> result : results) {
                checkSame(result.get(), expected, 1e-5f);
            }
        }
    }

    private static void checkSame(float[][] actual, float[][] expected, float tolerance) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("row %s", i).containsExactly(expected[i], within(tolerance));
        }
    }

    @Test
    void givesTheSameModelForTheSameSeedInBothModes() throws Exception {
        List<LabelledText> rows = rows(24);
        Path base = base(rows);
        for (LabelMode mode : LabelMode.values()) {
            try (CandidateModel one = train(task(rows, base, mode, new Cancellation()));
                    CandidateModel other = train(task(rows, base, mode, new Cancellation()))) {
                assertThat(one.logits(texts(rows))).isDeepEqualTo(other.logits(texts(rows)));
            }
        }
    }

    @Test
    void tuningIsLeftOutOnRequest() throws IOException {
        List<LabelledText> rows = rows(1_200);
        Path base = base(rows);
        for (Set<NeuralOptions.Part> leftOut :
                List.of(Set.<NeuralOptions.Part>of(), Set.of(NeuralOptions.Part.TUNING))) {
            NeuralOptions neural = NeuralOptions.defaults().without(leftOut);
            try (CandidateTrainer.Prepared prepared =
                    new UlmfitTrainer().prepare(task(rows, base, LabelMode.SINGLE, neural, new Cancellation()))) {
                assertThat(prepared.curves().isEmpty()).isEqualTo(!leftOut.isEmpty());
            }
        }
    }

    @Test
    void stopsWhenCancelled() throws IOException {
        List<LabelledText> rows = rows(40);
        Cancellation cancellation = new Cancellation();
        CandidateTask task = task(rows, base(rows), LabelMode.SINGLE, cancellation);
        try (CandidateTrainer.Prepared prepared = new UlmfitTrainer().prepare(task)) {
            cancellation.cancel();
            assertThatThrownBy(() -> prepared.fit(rows, true)).isInstanceOf(TrainingCancelledException.class);
        }
    }

    @Test
    void saysWhatThisBuildLacks() {
        assertThatThrownBy(() -> prepare(NeuralOptions.Direction.FORWARD, NeuralOptions.Device.GPU))
                .isInstanceOf(CandidateUnavailableException.class)
                .hasMessageContaining("--device cpu");
    }

    private static void prepare(NeuralOptions.Direction direction, NeuralOptions.Device device) throws IOException {
        CandidateTask task = new CandidateTask(
                rows(4),
                LABELS,
                LabelMode.SINGLE,
                TextSource.empty(),
                new BaseModel.None(),
                new NeuralOptions(NeuralOptions.Preset.COMPACT, direction, device),
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                TrainingListener.silent(),
                new Cancellation());
        new UlmfitTrainer().prepare(task).close();
    }
}
