package io.docket.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ml.model.CellType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with a base model: linear model, language model and blend are judged side by side. */
final class LanguageModelCandidateTest {

    private static final String BASE = "docket.ml.base-model";

    @TempDir
    private Path folder;

    @Test
    void trainsAndJudgesAllKinds() throws IOException {
        List<LabelledText> rows = GeneratedRows.single(36, 0.1, 3);
        AtomicInteger reads = new AtomicInteger();
        TextSource unlabelled = () -> {
            reads.incrementAndGet();
            return List.of("the landlord asks the tenant for rent", "the screen shows no login").stream();
        };
        List<TrainingProgress> heard = new ArrayList<>();
        Path model = folder.resolve("model");
        TrainingReport report = ClassifierTrainer.standard()
                .train(
                        new TrainingRequest(rows.subList(0, 24), model)
                                .withHeldOut(rows.subList(24, 36))
                                .withUnlabelled(unlabelled)
                                .withBase(new BaseModel.Folder(
                                        TinyBase.write(folder.resolve("base"), rows, CellType.QRNN)))
                                .withTimeBudget(Duration.ofSeconds(30)),
                        heard::add,
                        new Cancellation());

        assertThat(report.candidates())
                .extracting(CandidateReport::kind)
                .containsExactly(ModelKind.LINEAR, ModelKind.SEMI_SUPERVISED, ModelKind.ULMFIT, ModelKind.BLEND);
        assertThat(report.baseModel()).isPresent();
        assertThat(report.curves()).extracting(LossPoint::stage).contains(TrainingStage.TUNE_LANGUAGE_MODEL);
        assertThat(reads).hasPositiveValue();
        assertThat(heard.stream().map(TrainingProgress::stage).distinct())
                .containsSubsequence(
                        TrainingStage.TRAIN_LINEAR,
                        TrainingStage.TUNE_LANGUAGE_MODEL,
                        TrainingStage.TRAIN_CLASSIFIER,
                        TrainingStage.EVALUATE,
                        TrainingStage.WRITE);
        for (ModelKind kind : ModelKind.values()) {
            try (TextClassifier classifier = ModelFolder.open(model, kind)) {
                assertThat(classifier.classify(List.of(rows.getFirst().text(), "")))
                        .hasSize(2);
                if (kind != ModelKind.BLEND) { // a blend has one when one of its models has
                    assertThat(classifier.encoder().isPresent()).isEqualTo(kind != ModelKind.LINEAR);
                }
            }
        }
    }

    @Test
    void withoutABaseModelTheOthersAreTrainedAndTheReportSaysWhy() throws IOException {
        String before = System.getProperty(BASE);
        System.setProperty(BASE, "none");
        try {
            TrainingReport report = ClassifierTrainer.standard()
                    .train(
                            new TrainingRequest(GeneratedRows.single(24, 0.1, 3), folder.resolve("model")),
                            TrainingListener.silent(),
                            new Cancellation());
            assertThat(report.candidates()).extracting(CandidateReport::kind).doesNotContain(ModelKind.ULMFIT);
            assertThat(report.notes())
                    .anyMatch(note -> note.startsWith("The fine-tuned language model (ULMFiT) was not trained:")
                            && note.contains("--base"));
        } finally {
            if (before == null) {
                System.clearProperty(BASE);
            } else {
                System.setProperty(BASE, before);
            }
        }
    }
}
