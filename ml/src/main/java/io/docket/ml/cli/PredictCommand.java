package io.docket.ml.cli;

import io.docket.ml.ModelFolder;
import io.docket.ml.Prediction;
import io.docket.ml.TextClassifier;
import io.docket.ml.TextSource;
import io.docket.ml.data.TextFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code docket ml predict}: a line per text. Files of any length are read and written in step. */
@Command(name = "predict", mixinStandardHelpOptions = true, description = "Label texts, one line of output for each.")
final class PredictCommand implements Callable<Integer> {

    private static final int BATCH = 256;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
    private Path model;

    @ArgGroup(multiplicity = "1")
    private Input input;

    @Option(names = "--json", description = "Print JSON lines: label, probability, abstained, labels, scores.")
    private boolean json;

    /** Where the texts come from. */
    static final class Input {
        @Option(names = "--text", required = true, paramLabel = "S", description = "One text.")
        private String text;

        @Option(
                names = "--data",
                required = true,
                paramLabel = "FILE",
                description = "CSV with a column text (.csv, .csv.gz), or plain text with blank lines between texts.")
        private Path data;
    }

    @Override
    public Integer call() throws IOException {
        TextSource texts = input.text != null ? TextSource.of(List.of(input.text)) : TextFiles.of(List.of(input.data));
        PrintWriter out = spec.commandLine().getOut();
        try (TextClassifier classifier = ModelFolder.open(model);
                Stream<String> open = texts.open()) {
            Iterator<String> all = open.iterator();
            List<String> batch = new ArrayList<>(BATCH);
            while (all.hasNext()) {
                batch.add(all.next());
                if (batch.size() == BATCH || !all.hasNext()) {
                    classifier.classify(batch).forEach(prediction -> out.println(line(prediction)));
                    batch.clear();
                }
            }
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private String line(Prediction prediction) {
        if (!json) {
            return String.format(
                    Locale.ROOT,
                    "%s\t%.4f\t%s",
                    prediction.label(),
                    prediction.probability(),
                    prediction.abstained() ? "abstained" : String.join("|", prediction.labels()));
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        prediction.scores().forEach(score -> scores.put(score.label(), score.probability()));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("label", prediction.label());
        fields.put("probability", prediction.probability());
        fields.put("abstained", prediction.abstained());
        fields.put("labels", prediction.labels());
        fields.put("scores", scores);
        return Json.line(fields);
    }
}
