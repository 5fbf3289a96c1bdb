package io.docket.ml.cli;

import io.docket.ml.ModelDescription;
import io.docket.ml.ModelFolder;
import io.docket.ml.ModelKind;
import io.docket.ml.export.Dl4jExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code docket ml export}: a trained classifier as a DeepLearning4J graph. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Write the fine-tuned language model of a classifier for DeepLearning4J.",
            "The zip is a plain ComputationGraph: token ids in, probabilities out, no class of Docket needed."
        })
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
    private Path model;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.zip",
            description = "File to write; vocabulary, tokeniser and labels go beside it.")
    private Path out;

    @Option(names = "--json", description = "Print the files as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        ModelDescription description = ModelFolder.describe(model);
        Dl4jExport.Written written = Dl4jExport.write(model, out);
        if (description.kind() != ModelKind.ULMFIT) {
            spec.commandLine()
                    .getErr()
                    .println("The deployed model is the " + description.kind().displayName()
                            + "; what was exported is the fine-tuned language model beside it.");
        }
        PrintWriter output = spec.commandLine().getOut();
        if (json) {
            output.println(Json.line(written));
        } else {
            output.println("graph: " + written.graph());
            output.println("vocabulary: " + written.vocabulary());
            output.println("tokenizer: " + written.tokenizer());
            output.println("labels: " + written.labels());
        }
        output.flush();
        return CommandLine.ExitCode.OK;
    }
}
