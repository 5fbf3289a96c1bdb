package io.docket.ml.cli;

import io.docket.ml.Cancellation;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and the polite way to end a process: asks the work to stop and holds the process until the work has kept its checkpoint
 * and said so. To be closed by the thread that works.
 */
final class StopSignal implements AutoCloseable {
    private static final int MOST_SECONDS = 60;

    /** What a shell says of a process that Ctrl-C ended. */
    private static final int EXIT_CODE = 130;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    StopSignal(Cancellation cancellation) {
        hook = Thread.ofPlatform().name("docket-stop").unstarted(() -> {
            cancellation.cancel();
            try {
                // Waiting for the thread itself would wait forever: it waits in System.exit for this one.
                ended.await(MOST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says that the work has stopped, and returns the exit code. */
    int stopped(PrintWriter err) {
        err.println("stopped; the same command with --resume goes on where it was");
        err.flush();
        return EXIT_CODE;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already: the hook runs, and has just been let go
        }
    }
}
