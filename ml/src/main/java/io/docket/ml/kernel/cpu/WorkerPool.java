package io.docket.ml.kernel.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * A fixed number of threads that share pieces of a computation; the caller is one of them.
 *
 * <p>May be used by several callers at a time; a piece must not itself start a run.
 */
final class WorkerPool implements AutoCloseable {

    private final int threads;
    private final ExecutorService helpers;

    WorkerPool(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread is needed, got " + threads);
        }
        this.threads = threads;
        ThreadFactory factory =
                Thread.ofPlatform().name("docket-kernel-", 1).daemon(true).factory();
        this.helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1), factory);
    }

    /** One piece of a run: the half-open range {@code [from, to)}. */
    @FunctionalInterface
    interface Piece {
        void run(int from, int to);
    }

    int threads() {
        return threads;
    }

    /**
     * Runs {@code piece} over {@code [0, size)} in at most as many pieces as there are threads, each but the last a
     * multiple of {@code grain} long. The cut depends on nothing but the arguments and the number of threads.
     */
    void run(int size, int grain, Piece piece) {
        int units = Math.ceilDiv(size, grain);
        int pieces = Math.min(threads, units);
        if (pieces <= 1) {
            piece.run(0, size);
            return;
        }
        List<Future<?>> running = new ArrayList<>(pieces - 1);
        for (int index = 1; index < pieces; index++) {
            int from = boundary(index, pieces, units) * grain;
            int to = Math.min(size, boundary(index + 1, pieces, units) * grain);
            running.add(helpers.submit(() -> piece.run(from, to)));
        }
        RuntimeException failure = null;
        try {
            piece.run(0, boundary(1, pieces, units) * grain);
        } catch (RuntimeException e) {
            failure = e;
        }
        for (Future<?> future : running) {
            failure = await(future, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static int boundary(int index, int pieces, int units) {
        return (int) ((long) units * index / pieces);
    }

    /** Waits without giving up on interruption: the pieces write to memory that the caller may free next. */
    private static RuntimeException await(Future<?> future, RuntimeException earlier) {
        boolean interrupted = false;
        RuntimeException failure = earlier;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                failure = earlier != null ? earlier : new IllegalStateException("a kernel failed", e.getCause());
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    @Override
    public void close() {
        helpers.shutdown();
    }
}
