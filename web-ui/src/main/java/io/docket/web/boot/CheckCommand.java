package io.docket.web.boot;

import io.docket.web.operations.CheckTask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a data directory on which no appliance runs. */
@Command(
        name = "check",
        description = {
            "Checks that database, files, index and models agree; exit status 1 when they do not.",
            "The appliance must be stopped; a running one is checked by POST /api/v1/operations/check."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Option(names = "--json", description = "Print the reports as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        return json
                ? OfflineTask.run(data.directory(), CheckTask.class, CheckTask.JSON)
                : OfflineTask.run(data.directory(), CheckTask.class);
    }
}
