package io.docket.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds the prefix of a command line that runs a program without any network here. */
final class NetworkWall {
    private NetworkWall() {}

    /** The shortest prefix; empty when the system allows none. */
    static List<String> find() {
        return firstThatRuns(List.of(List.of("unshare", "-n"), List.of("unshare", "-r", "-n")));
    }

    /** The first of some prefixes with which a program runs here; empty when none does. */
    static List<String> firstThatRuns(List<List<String>> candidates) {
        for (List<String> candidate : candidates) {
            List<String> trial = new ArrayList<>(candidate);
            trial.add("true");
            try {
                Process process = new ProcessBuilder(trial)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return candidate;
                }
                process.destroyForcibly();
            } catch (IOException notInstalled) {
                return List.of();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
        return List.of();
    }
}
