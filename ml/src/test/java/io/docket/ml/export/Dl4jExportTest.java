package io.docket.ml.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.ClassifierTrainer;
import io.docket.ml.GeneratedRows;
import io.docket.ml.LabelScore;
import io.docket.ml.LabelledText;
import io.docket.ml.ModelFolder;
import io.docket.ml.ModelKind;
import io.docket.ml.TextClassifier;
import io.docket.ml.TinyBase;
import io.docket.ml.TrainingListener;
import io.docket.ml.TrainingRequest;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.model.CellType;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What DeepLearning4J alone makes of an exported file. */
final class Dl4jExportTest {

    private static final List<LabelledText> ROWS = GeneratedRows.single(24, 0.1, 3);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(CellType.class)
    void theGraphGivesTheSameProbabilities(CellType cell) throws IOException {
        Path model = folder.resolve("model");
        train(model, new BaseModel.Folder(TinyBase.write(folder.resolve("base"), ROWS, cell)), ModelKind.ULMFIT);
        Dl4jExport.Written written =
                Dl4jExport.write(model, folder.resolve("out").resolve("graph.zip"));

        List<String> texts = List.of(
                ROWS.getFirst().text(),
                "rent",
                String.join(" ", ROWS.stream().map(LabelledText::text).toList()));
        Tokenizer tokenizer = TokenizerFile.read(written.tokenizer());
        List<String> labels = Files.readAllLines(written.labels());
        assertThat(Files.readAllLines(written.vocabulary()))
                .hasSize(tokenizer.vocabulary().size());
        ComputationGraph graph =
                ModelSerializer.restoreComputationGraph(written.graph().toFile());
        try (TextClassifier classifier = ModelFolder.open(model)) {
            for (String text : texts) {
                float[] probabilities =
                        probabilities(graph, tokenizer.encode(text).ids());
                for (LabelScore score :
                        classifier.classify(List.of(text)).getFirst().scores()) {
                    assertThat((double) probabilities[labels.indexOf(score.label())])
                            .isCloseTo(score.probability(), within(1e-4));
                }
            }
        }
    }

    private static float[] probabilities(ComputationGraph graph, int[] ids) {
        float[] tokens = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = ids[i];
        }
        INDArray input = Nd4j.createFromArray(tokens).reshape(1, 1, ids.length);
        return graph.outputSingle(input).reshape(-1).toFloatVector();
    }

    @Test
    void aFolderWithALinearModelOnlyIsRefused() throws IOException {
        Path model = folder.resolve("model");
        train(model, new BaseModel.None(), ModelKind.LINEAR);
        assertThatThrownBy(() -> Dl4jExport.write(model, folder.resolve("graph.zip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no fine-tuned language model");
        assertThat(folder.resolve("graph.zip")).doesNotExist();
    }

    private static void train(Path model, BaseModel base, ModelKind kind) throws IOException {
        ClassifierTrainer.standard()
                .train(
                        new TrainingRequest(ROWS.subList(0, 18), model)
                                .withHeldOut(ROWS.subList(18, 24))
                                .withBase(base)
                                .withCandidates(Set.of(kind)),
                        TrainingListener.silent(),
                        new Cancellation());
    }
}
