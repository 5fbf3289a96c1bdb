package io.docket.ml.cli;

import io.docket.ml.LabelledText;
import io.docket.ml.ModelDescription;
import io.docket.ml.ModelFolder;
import io.docket.ml.ModelKind;
import io.docket.ml.TextClassifier;
import io.docket.ml.data.LabelledCsv;
import io.docket.ml.evaluate.Evaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code docket ml evaluate}: a model folder on labelled rows that it has not seen, every candidate beside the champion. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Judge a model folder on labelled rows (CSV with columns text and label, also .gz).")
final class EvaluateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
    private Path model;

    @Option(names = "--data", required = true, paramLabel = "CSV", description = "Labelled rows.")
    private Path data;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        ModelDescription description = ModelFolder.describe(model);
        List<LabelledText> rows = LabelledCsv.read(data, description.labelMode());
        ModelKind champion = description.kind();
        List<ModelKind> judged = new ArrayList<>(List.of(champion));
        ModelFolder.report(model).candidates().forEach(candidate -> {
            if (candidate.kind() != champion && candidate.kind() != ModelKind.BLEND) {
                judged.add(candidate.kind());
            }
        });
        Map<ModelKind, Measured> results = new LinkedHashMap<>();
        for (ModelKind kind : judged) {
            spec.commandLine().getErr().println("Judging the " + kind.displayName());
            try (TextClassifier classifier = ModelFolder.open(model, kind)) {
                results.put(kind, Measured.on(classifier, rows));
            }
        }
        print(description, results);
        return CommandLine.ExitCode.OK;
    }

    private void print(ModelDescription description, Map<ModelKind, Measured> results) {
        PrintWriter out = spec.commandLine().getOut();
        Measured deployed = results.get(description.kind());
        Evaluation evaluation = deployed.evaluation();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("model", description.version());
            fields.put("rows", evaluation.rows());
            fields.put("accuracy", evaluation.accuracy());
            fields.put("accuracyInterval", evaluation.accuracyInterval());
            fields.put("errorPercent", evaluation.errorPercent());
            fields.put("macroF1", evaluation.macroF1());
            fields.put("logLoss", evaluation.logLoss());
            fields.put("calibrationError", evaluation.calibrationError());
            fields.put("champion", name(description.kind()));
            results.forEach((kind, measured) -> {
                if (kind != ModelKind.BLEND) {
                    fields.put(
                            name(kind),
                            Map.of(
                                    "errorPercent", measured.evaluation().errorPercent(),
                                    "docsPerSecond", measured.rowsPerSecond()));
                }
            });
            fields.put("docsPerSecond", deployed.rowsPerSecond());
            fields.put("coverage", deployed.coverage());
            fields.put("precisionOfAssigned", deployed.precisionOfAssigned());
            fields.put("labels", evaluation.labels());
            out.println(Json.line(fields));
        } else {
            results.forEach((kind, measured) -> out.printf(
                    Locale.ROOT,
                    "%-6s  error %5.2f %%  macro-F1 %.3f  calibration error %.3f  %,.0f documents/s%s%n",
                    kind,
                    measured.evaluation().errorPercent(),
                    measured.evaluation().macroF1(),
                    measured.evaluation().calibrationError(),
                    measured.rowsPerSecond(),
                    kind == description.kind() ? "  (deployed)" : ""));
            out.printf(
                    Locale.ROOT,
                    "The deployed model labels %.1f %% of %,d rows, %.1f %% of them rightly.%n",
                    100 * deployed.coverage(),
                    evaluation.rows(),
                    100 * deployed.precisionOfAssigned());
        }
        out.flush();
    }

    private static String name(ModelKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
