package io.docket.web.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says that the application answers, and waits for its end. */
public final class RunningApplication implements QuarkusApplication {
    private static final int FIRST_LINE = 2;

    /** The arguments that {@link #run} expects: when the start began, the address of the pages, and the lines to print. */
    static String[] arguments(Instant begin, String address, List<String> lines) {
        List<String> arguments = new ArrayList<>(List.of(begin.toString(), address));
        arguments.addAll(lines);
        return arguments.toArray(String[]::new);
    }

    @Override
    public int run(String... arguments) {
        for (int i = FIRST_LINE; i < arguments.length; i++) {
            System.out.println(arguments[i]);
        }
        System.out.println("Started in " + StartCommand.since(Instant.parse(arguments[0])) + "; Ctrl-C stops it.");
        FirstVisit.begin(URI.create(arguments[1]));
        Quarkus.waitForExit();
        return 0;
    }
}
