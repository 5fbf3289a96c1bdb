package io.docket.web.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says that the application answers, and waits for its end. */
public final class RunningApplication implements QuarkusApplication {
    /** The arguments that {@link #run} expects: when the start began, and the lines to print. */
    static String[] arguments(Instant begin, List<String> lines) {
        List<String> arguments = new ArrayList<>(List.of(begin.toString()));
        arguments.addAll(lines);
        return arguments.toArray(String[]::new);
    }

    @Override
    public int run(String... arguments) {
        for (int i = 1; i < arguments.length; i++) {
            System.out.println(arguments[i]);
        }
        System.out.println("Started in " + StartCommand.since(Instant.parse(arguments[0])) + "; Ctrl-C stops it.");
        Quarkus.waitForExit();
        return 0;
    }
}
