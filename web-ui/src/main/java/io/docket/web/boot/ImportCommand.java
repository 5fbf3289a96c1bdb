package io.docket.web.boot;

import io.docket.web.upload.ImportTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a folder of this machine into a collection, whether the appliance runs or not. */
@Command(
        name = "import",
        description = {
            "Takes a folder of this machine into a collection; folders keep their structure.",
            "The appliance may run; if it does not, it reads the files at its next start.",
            "Run the same command again after an interruption: only what is missing is taken.",
            "Exit status: 0 every file is in, 1 some are not (standard error says which), 2 wrong command line."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final int LONGEST = 200;

    @Mixin
    private DataOption data;

    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder to take in.")
    private Path directory;

    @Option(
            names = "--collection",
            required = true,
            paramLabel = "NAME",
            description = "Collection; it is made when there is none of this name.")
    private String collection;

    @Option(
            names = "--tenant",
            paramLabel = "T",
            defaultValue = "",
            description = "Tenant; needed when the appliance has several.")
    private String tenant;

    @Option(
            names = "--custodian",
            paramLabel = "C",
            defaultValue = "",
            description = "Person or source that the files come from.")
    private String custodian;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            throw usage("\"" + directory + "\" is no folder that can be read: name an existing one");
        }
        if (collection.isBlank() || collection.length() > LONGEST || custodian.length() > LONGEST) {
            throw usage("--collection needs 1 to " + LONGEST + " characters, --custodian at most " + LONGEST);
        }
        return OfflineTask.runBeside(
                data.directory(),
                ImportTask.class,
                ImportTask.arguments(
                        directory.toAbsolutePath().normalize(), collection.strip(), tenant, custodian.strip(), json));
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }
}
