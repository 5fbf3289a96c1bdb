package io.docket.ingest;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;

/**
 * Keeps worker processes warm. At most {@code workers} are in use at a time; {@code spareWorkers} more are warm, so that
 * whoever follows a worker's death does not wait for a start. A process is replaced after {@value #TASKS_PER_PROCESS}
 * tasks, because parsers leak.
 */
final class WorkerPool implements AutoCloseable {
    private static final int TASKS_PER_PROCESS = 20_000;

    private final ExtractorSettings settings;
    private final WorkerLauncher launcher;
    private final Semaphore permits;
    private final BlockingDeque<Start> warm = new LinkedBlockingDeque<>();
    private final Set<WorkerProcess> alive = new HashSet<>();
    private boolean closed;

    /** A process that was started, or the reason why it was not. */
    private sealed interface Start {
        record Done(WorkerProcess worker) implements Start {}

        record Failed(Exception failure) implements Start {}
    }

    WorkerPool(ExtractorSettings settings) {
        this.settings = settings;
        this.launcher = new WorkerLauncher(settings);
        this.permits = new Semaphore(settings.workers(), true);
        for (int i = 0; i < settings.workers() + settings.spareWorkers(); i++) {
            startOne();
        }
    }

    boolean isolatesNetwork() {
        return launcher.isolatesNetwork();
    }

    /** Takes a worker with the given heap; the caller gives it back with {@link #release} or {@link #discard}. */
    WorkerProcess acquire(ByteSize heap) throws IOException, InterruptedException {
        permits.acquire();
        boolean taken = false;
        try {
            WorkerProcess worker = heap.equals(settings.limits().heap()) ? takeWarm() : startFor(heap);
            taken = true;
            return worker;
        } finally {
            if (!taken) {
                permits.release();
            }
        }
    }

    /** Gives back a worker that can take another task. */
    void release(WorkerProcess worker) {
        if (!worker.heap().equals(settings.limits().heap())) {
            forget(worker);
        } else if (worker.tasksDone() >= TASKS_PER_PROCESS || !worker.isAlive()) {
            forget(worker);
            startOne();
        } else {
            warm.offerFirst(new Start.Done(worker));
        }
        permits.release();
    }

    /** Gives back a worker that is gone or must go. */
    void discard(WorkerProcess worker) {
        boolean ofThePool = worker.heap().equals(settings.limits().heap());
        forget(worker);
        if (ofThePool) {
            startOne();
        }
        permits.release();
    }

    private WorkerProcess takeWarm() throws IOException, InterruptedException {
        while (true) {
            switch (warm.takeFirst()) {
                case Start.Done(WorkerProcess worker) -> {
                    if (worker.isAlive()) {
                        return worker;
                    }
                    forget(worker);
                    startOne();
                }
                case Start.Failed(Exception failure) -> {
                    // Try again with the next caller: a full process table or disk may pass.
                    startOne();
                    throw new IOException("no worker process can be started: " + failure.getMessage(), failure);
                }
            }
        }
    }

    private WorkerProcess startFor(ByteSize heap) throws IOException, InterruptedException {
        WorkerProcess worker = WorkerProcess.start(launcher, heap, settings.scratchDirectory());
        remember(worker);
        return worker;
    }

    private void startOne() {
        synchronized (alive) {
            if (closed) {
                return;
            }
        }
        Thread.ofPlatform().daemon().name("docket-worker-start").start(() -> {
            try {
                warm.offerLast(new Start.Done(startFor(settings.limits().heap())));
            } catch (IOException | RuntimeException failure) {
                warm.offerLast(new Start.Failed(failure));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void remember(WorkerProcess worker) {
        synchronized (alive) {
            if (!closed) {
                alive.add(worker);
                return;
            }
        }
        worker.kill();
    }

    private void forget(WorkerProcess worker) {
        worker.kill();
        synchronized (alive) {
            alive.remove(worker);
        }
    }

    /** Ends all processes, also those at work; their callers see a crash. */
    @Override
    public void close() {
        Set<WorkerProcess> doomed;
        synchronized (alive) {
            closed = true;
            doomed = new HashSet<>(alive);
            alive.clear();
        }
        doomed.forEach(WorkerProcess::kill);
    }
}
