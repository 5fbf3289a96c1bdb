package io.docket.ml.export;

import io.docket.ml.champion.ClassifierFiles;
import io.docket.ml.champion.SavedLanguageModel;
import io.docket.ml.classify.UlmfitWeights;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Writes the language model of a classifier folder as a DeepLearning4J {@code ComputationGraph} that any program with
 * DeepLearning4J loads by {@code ModelSerializer.restoreComputationGraph}, without a class of Docket. It gives the same calibrated
 * probabilities for texts of up to 1,440 tokens; of longer ones Docket pools the last 1,440, the graph all. Stateless.
 */
public final class Dl4jExport {

    private Dl4jExport() {}

    /**
     * What was written.
     *
     * @param graph the graph's zip file
     * @param vocabulary a token per line, the first has id 0
     * @param tokenizer how a text becomes tokens, in Docket's JSON form
     * @param labels a label per line, in the order of the graph's output
     */
    public record Written(Path graph, Path vocabulary, Path tokenizer, Path labels) {}

    /**
     * Exports.
     *
     * @param model classifier folder
     * @param zip file to write; the others lie beside it, under its name with other endings
     * @throws IllegalArgumentException when the folder has a linear model only
     */
    public static Written write(Path model, Path zip) throws IOException {
        SavedLanguageModel saved = ClassifierFiles.languageModel(model);
        UlmfitWeights weights = UlmfitWeights.read(saved.weights());
        ComputationGraph graph = new Dl4jGraph(weights, saved.classifier().labelMode(), saved.temperature()).build();
        Path target = zip.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path aside = Files.createTempFile(target.getParent(), "export", ".zip");
        try {
            ModelSerializer.writeModel(graph, aside.toFile(), false);
            Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
            graph.close();
        }
        Written written = new Written(
                zip, beside(zip, ".vocabulary.txt"), beside(zip, ".tokenizer.json"), beside(zip, ".labels.txt"));
        Files.write(written.vocabulary(), lines(weights.tokenizer().vocabulary()));
        TokenizerFile.write(weights.tokenizer(), written.tokenizer());
        Files.write(written.labels(), saved.classifier().labels());
        return written;
    }

    /** A token per line; the one token that is a line break is spelt out. */
    private static List<String> lines(Vocabulary vocabulary) {
        return vocabulary.tokens().stream()
                .map(token -> token.replace("\n", "\\n"))
                .toList();
    }

    private static Path beside(Path zip, String ending) {
        String name = zip.getFileName().toString();
        String stem = name.endsWith(".zip") ? name.substring(0, name.length() - ".zip".length()) : name;
        return zip.resolveSibling(stem + ending);
    }
}
