package io.docket.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.ml.TrainingReport.Estimate;
import io.docket.ml.evaluate.LabelMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public API from outside: train with the linear model, open, use, refuse. */
class ClassifierTrainingTest {

    private static final ClassifierTrainer TRAINER = ClassifierTrainer.standard();

    @TempDir
    private Path folder;

    @Test
    void trainsJudgesSavesAndLabels() throws IOException {
        TrainingReport report = train(GeneratedRows.single(300, 0.2, 1), "model");
        assertThat(report.estimate()).isEqualTo(Estimate.CROSS_VALIDATION);
        assertThat(report.evaluatedRows()).isEqualTo(300);
        assertThat(report.champion().kind()).isEqualTo(ModelKind.LINEAR);
        assertThat(report.champion().evaluation().accuracy()).isGreaterThan(0.9);
        assertThat(report.judgement()).startsWith("On 300 rows that it had not seen, the label is right for 9");
        assertThat(report.model().trainingRows()).isEqualTo(300);

        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"))) {
            List<Prediction> predictions =
                    classifier.classify(List.of("the tenant pays rent to the landlord", "login crash on screen"));
            assertThat(predictions).extracting(Prediction::label).containsExactly("lease", "support");
            assertThat(predictions).noneMatch(Prediction::abstained);
            assertThat(predictions.getFirst().scores().stream()
                            .mapToDouble(LabelScore::probability)
                            .sum())
                    .isBetween(0.999999, 1.000001);
            assertThat(classifier.encoder()).isEmpty();
        }
    }

    @Test
    void theReportSurvivesTheFolder() throws IOException {
        TrainingReport report = train(GeneratedRows.single(60, 0.2, 1), "model");
        assertThat(ModelFolder.report(folder.resolve("model"))).isEqualTo(report);
        assertThat(ModelFolder.describe(folder.resolve("model"))).isEqualTo(report.model());
    }

    @Test
    void holdsRowsOutWhenThereAreMany() throws IOException {
        TrainingReport report = train(GeneratedRows.single(1_200, 0.2, 2), "model");
        assertThat(report.estimate()).isEqualTo(Estimate.HELD_OUT);
        assertThat(report.evaluatedRows()).isEqualTo(120);
        assertThat(report.model().trainingRows()).isEqualTo(1_200);
        assertThat(report.champion().evaluation().labels())
                .extracting(LabelMetrics::support)
                .containsExactly(40, 40, 40);
    }

    @Test
    void judgesOnSuppliedRows() throws IOException {
        TrainingReport report = TRAINER.train(
                request(GeneratedRows.single(90, 0, 3), "model").withHeldOut(GeneratedRows.single(30, 0, 4)),
                TrainingListener.silent(),
                new Cancellation());
        assertThat(report.estimate()).isEqualTo(Estimate.SUPPLIED);
        assertThat(report.evaluatedRows()).isEqualTo(30);
    }

    @Test
    void sameSeedSameWeights() throws IOException {
        train(GeneratedRows.single(150, 0.3, 5), "one");
        train(GeneratedRows.single(150, 0.3, 5), "other");
        for (String file : List.of("linear/weights.safetensors", "linear/features.bin", "linear/settings.json")) {
            assertThat(folder.resolve("one").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("other").resolve(file));
        }
    }

    @Test
    void abstainsOnWhatItDoesNotKnow() throws IOException {
        train(GeneratedRows.single(300, 0.6, 6), "model");
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"))) {
            Prediction prediction = classifier.classify("quantum chromodynamics");
            assertThat(prediction.abstained()).isTrue();
            assertThat(prediction.labels()).isEmpty();
            assertThat(prediction.scores()).hasSize(3);
        }
    }

    @Test
    void explainsByPlacesInTheText() throws IOException {
        train(GeneratedRows.single(150, 0, 7), "model");
        String text = "Dear sir, the TENANT left the premises; the printer is fine.";
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"))) {
            List<WeightedSpan> spans = classifier.explain(text, "lease");
            assertThat(spans.stream()
                            .filter(span -> span.weight() > 0.2)
                            .map(span -> text.substring(span.start(), span.end())))
                    .containsExactlyInAnyOrder("TENANT", "premises");
            assertThat(spans).anySatisfy(span -> {
                assertThat(text.substring(span.start(), span.end())).isEqualTo("printer");
                assertThat(span.weight()).isNegative();
            });
            assertThatThrownBy(() -> classifier.explain(text, "poem")).hasMessageContaining("no label 'poem'");
        }
    }

    @Test
    void learnsSeveralLabelsAtOnce() throws IOException {
        TrainingReport report = TRAINER.train(
                request(GeneratedRows.multi(400, 8), "model").withLabelMode(LabelMode.MULTI),
                TrainingListener.silent(),
                new Cancellation());
        assertThat(report.champion().evaluation().macroF1()).isGreaterThan(0.9);
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"))) {
            Prediction both = classifier.classify("overdue invoice payment for rent from the tenant of the premises");
            assertThat(both.labels()).containsExactlyInAnyOrder("billing", "lease");
            assertThat(classifier.classify("dear regards the page").labels()).isEmpty();
        }
    }

    @Test
    void servesManyThreadsFromOneSetOfWeights() throws IOException {
        train(GeneratedRows.single(150, 0.1, 9), "model");
        List<String> texts = GeneratedRows.single(200, 0.1, 10).stream()
                .map(LabelledText::text)
                .toList();
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"))) {
            List<Prediction> alone = classifier.classify(texts);
            assertThat(IntStream.range(0, 16).parallel().mapToObj(call -> classifier.classify(texts)))
                    .allSatisfy(predictions -> assertThat(predictions).isEqualTo(alone));
        }
    }

    @Test
    void refusesADamagedFolder() throws IOException {
        train(GeneratedRows.single(60, 0, 11), "model");
        Path weights = folder.resolve("model/linear/weights.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("model")))
                .isInstanceOf(DamagedModelException.class)
                .hasMessageContaining("linear/weights.safetensors was changed");
        Files.delete(weights);
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("model"))).hasMessageContaining("is missing");
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("nowhere")))
                .isInstanceOf(DamagedModelException.class)
                .hasMessageContaining("no classifier folder");
    }

    @Test
    void cancellingLeavesNothingBehind() throws IOException {
        Cancellation cancellation = new Cancellation();
        AtomicInteger heard = new AtomicInteger();
        assertThatThrownBy(() -> TRAINER.train(
                        request(GeneratedRows.single(150, 0, 12), "model"),
                        progress -> {
                            if (heard.incrementAndGet() == 2) {
                                cancellation.cancel();
                            }
                        },
                        cancellation))
                .isInstanceOf(TrainingCancelledException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        List<TrainingStage> stages = new ArrayList<>();
        TRAINER.train(
                request(GeneratedRows.single(60, 0, 13), "model"),
                progress -> stages.add(progress.stage()),
                new Cancellation());
        assertThat(stages.stream().distinct())
                .containsExactly(
                        TrainingStage.CHECK_ROWS,
                        TrainingStage.TRAIN_LINEAR,
                        TrainingStage.EVALUATE,
                        TrainingStage.WRITE);
    }

    @Test
    void refusesRowsThatCannotBeLearned() {
        assertThatThrownBy(() -> train(
                        List.of(
                                new LabelledText("1", "a", "x"),
                                new LabelledText("2", "b", "x"),
                                new LabelledText("3", "c", "x"),
                                new LabelledText("4", "d", "x")),
                        "model"))
                .isInstanceOf(TrainingDataException.class)
                .hasMessageContaining("1 label ('x')");
        assertThatThrownBy(
                        () -> train(List.of(new LabelledText("1", "a", "x"), new LabelledText("2", "b", "y")), "model"))
                .hasMessageContaining("there are 2 rows");
        assertThatThrownBy(() -> train(List.of(new LabelledText("1", "a", List.of("x", "y"))), "model"))
                .hasMessageContaining("row 1 has 2 labels");
    }

    @Test
    void worksFromAHandfulOfRowsWithEmptyAndStrangeTexts() throws IOException {
        TrainingReport report = train(
                List.of(
                        new LabelledText("1", "", "x"),
                        new LabelledText("2", "\uD800 broken surrogate", "y"),
                        new LabelledText("3", "¡…!", "x"),
                        new LabelledText("4", "same", "y"),
                        new LabelledText("5", "same", "x")),
                "model");
        assertThat(report.notes())
                .anyMatch(note -> note.contains("fewer than 10 examples"))
                .anyMatch(note -> note.contains("1 rows repeat") && note.contains("another label"));
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"))) {
            assertThat(classifier.classify(List.of("", "x".repeat(1_000_000)))).hasSize(2);
        }
    }

    @Test
    void holdsNoTextInTheFolder() throws IOException {
        train(GeneratedRows.single(60, 0, 14), "model");
        try (Stream<Path> files = Files.walk(folder.resolve("model")).filter(Files::isRegularFile)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("landlord"));
        }
    }

    /** Models and reports from before labels had thresholds of their own. */
    @Test
    void readsFoldersWithoutThresholdsOfLabels() throws IOException {
        train(GeneratedRows.single(300, 0.3, 4), "model");
        Path model = folder.resolve("model");
        assertThat(ModelFolder.describe(model).labelThresholds()).isNotEmpty();
        for (String file : List.of("model.json", "report.json")) {
            String json = Files.readString(model.resolve(file));
            String older = json.replaceAll("(?s)\"labelThresholds\" : (\\{[^}]*}|\\[ \\{.*?} ]),", "");
            assertThat(older).hasSizeLessThan(json.length()).doesNotContain("labelThresholds");
            Files.writeString(model.resolve(file), older);
        }
        ModelDescription description = ModelFolder.describe(model);
        assertThat(description.labelThresholds()).isEmpty();
        assertThat(description.threshold("lease")).isEqualTo(description.abstainThreshold());
        assertThat(ModelFolder.report(model).champion().evaluation().labelThresholds())
                .isEmpty();
    }

    private TrainingReport train(List<LabelledText> rows, String name) throws IOException {
        return TRAINER.train(request(rows, name), TrainingListener.silent(), new Cancellation());
    }

    private TrainingRequest request(List<LabelledText> rows, String name) {
        return new TrainingRequest(rows, folder.resolve(name)).withCandidates(Set.of(ModelKind.LINEAR));
    }
}
