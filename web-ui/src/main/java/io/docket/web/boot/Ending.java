package io.docket.web.boot;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of an appliance, at whatever moment of its start or its life the process is told to end: the application finishes
 * what it does, then Keycloak and PostgreSQL go, and no process is left. Used by the thread that starts the appliance.
 */
final class Ending {
    private static final long START_SECONDS = 30;
    private static final long APPLICATION_SECONDS = 60;

    private final Thread starter = Thread.currentThread();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final MachineCache cache;
    private final Path directory;
    private volatile boolean begun;

    /** For an appliance over this folder, which this process holds. */
    Ending(MachineCache cache, Path directory) {
        this.cache = cache;
        this.directory = directory;
    }

    /** From now on a signal ends everything. */
    void prepare() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "docket-stop"));
    }

    /** PostgreSQL and Keycloak run, or will not. */
    void startEnded() {
        started.countDown();
        if (begun) {
            // What the interruption broke is no fault: say nothing more, the process is about to end.
            awaitForEver();
        }
    }

    /** The application has ended, or will not begin. */
    void applicationEnded() {
        ended.countDown();
    }

    /** Whether the application is still wanted. */
    boolean isFar() {
        return !begun && ended.getCount() > 0;
    }

    private void end() {
        begun = true;
        try {
            if (started.getCount() > 0) {
                starter.interrupt();
                started.await(START_SECONDS, TimeUnit.SECONDS);
                // A PostgreSQL that was just being launched says within a moment that it is there.
                TimeUnit.SECONDS.sleep(1);
            } else if (!ended.await(APPLICATION_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("docket: the application did not end within " + APPLICATION_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Surroundings.stopLeftovers(cache, directory);
        } finally {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void awaitForEver() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException again) {
                // the signal's own interruption may come late
            }
        }
    }
}
