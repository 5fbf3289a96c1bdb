package io.docket.web.boot;

import io.docket.web.operations.ReindexTask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Builds the indexes of a data directory on which no appliance runs. */
@Command(
        name = "reindex",
        description = {
            "Builds the index of every tenant anew from database and files.",
            "The appliance must be stopped; a running one does it by POST /api/v1/operations/reindex."
        },
        mixinStandardHelpOptions = true)
final class ReindexCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Override
    public Integer call() {
        return OfflineTask.run(data.directory(), ReindexTask.class);
    }
}
