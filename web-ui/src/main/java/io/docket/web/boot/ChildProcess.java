package io.docket.web.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs another program to its end, with its output in a file. */
final class ChildProcess {
    private static final long GRACE_SECONDS = 20;

    private ChildProcess() {}

    /**
     * Runs the command and waits for it.
     *
     * @param log file that the output is appended to
     * @return the exit status
     * @throws BootException when the program cannot be started, does not end in time or the thread is interrupted; it has ended
     *     then
     */
    static int run(List<String> command, Map<String, String> environment, Path log, long timeoutSeconds) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = null;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            process = builder.start();
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new BootException(
                        command.getFirst() + " did not end within " + timeoutSeconds + " s: see " + log);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new BootException("Cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw new BootException("Interrupted while " + command.getFirst() + " was running", e);
        }
    }

    /** Half a step is worse than a whole one: what is under way may finish, within reason. */
    private static void end(Process process) {
        try {
            process.onExit().orTimeout(GRACE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException late) {
            process.destroyForcibly();
        }
    }
}
