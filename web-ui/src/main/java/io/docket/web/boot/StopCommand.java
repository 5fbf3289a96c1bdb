package io.docket.web.boot;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the appliance that runs over a data directory. */
@Command(name = "stop", description = "Stops the appliance.", mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    private static final long LIMIT_SECONDS = 120;

    @Mixin
    private DataOption data;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Path directory = data.directory();
        Optional<ProcessHandle> process =
                DataDirectory.running(directory).flatMap(run -> ProcessHandle.of(run.process()));
        if (process.isEmpty()) {
            Surroundings.stopLeftovers(MachineCache.ofUser(), directory);
            System.out.println("Nothing runs over " + directory);
            return 0;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new BootException(
                    "Process " + process.get().pid() + " did not end within " + LIMIT_SECONDS + " s: see "
                            + directory.resolve("docket.log"),
                    e);
        }
        System.out.println("Stopped");
        return 0;
    }
}
