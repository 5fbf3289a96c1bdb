package io.docket.ml.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code docket ml}: the root of the commands. */
@Command(
        name = "docket ml",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Train, judge and use text classifiers and language models.",
        subcommands = {
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            PretrainCommand.class,
            TuneCommand.class,
            PerplexityCommand.class,
            LogitsCommand.class,
            TokenizerCommand.class,
            TopicsCommand.class,
            ImportCommand.class,
            ExportCommand.class
        })
public final class MlCommand {

    private MlCommand() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The commands with their handling of errors; for tests, and for whoever embeds them. */
    public static CommandLine commandLine() {
        return new CommandLine(new MlCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution);
    }
}
