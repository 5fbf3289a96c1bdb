package io.docket.web.boot;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./docket start|stop|status|check|search|reindex|import}. */
@QuarkusMain
@Command(
        name = "docket",
        description = "Starts, stops, shows, checks, searches and repairs the appliance.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            CheckCommand.class,
            SearchCommand.class,
            ReindexCommand.class,
            ImportCommand.class
        })
public final class Docket {
    private Docket() {}

    /** Runs a command; the exit status is 0 for success, 2 for a wrong command line and 1 for a failure. */
    public static void main(String... arguments) {
        // Until Quarkus has read its configuration, every level of every library would be printed.
        for (String library : new String[] {"org.postgresql", "jdk.internal.httpclient", "java.net.http"}) {
            Logger.getLogger(library).setLevel(Level.OFF);
        }
        CommandLine commandLine = new CommandLine(new Docket())
                .setParameterExceptionHandler(Docket::explainUsage)
                .setExecutionExceptionHandler(Docket::explainFailure);
        System.exit(commandLine.execute(arguments));
    }

    private static int explainUsage(CommandLine.ParameterException problem, String[] arguments) {
        System.err.println("docket: " + problem.getMessage() + " ("
                + problem.getCommandLine().getCommandName() + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int explainFailure(Exception problem, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (problem instanceof BootException) {
            System.err.println("docket: " + problem.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw problem;
    }
}
