package io.docket.ingest;

import io.docket.ingest.worker.Frames;
import io.docket.ingest.worker.WorkerMessage;
import io.docket.ingest.worker.WorkerTask;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One worker process as its supervisor sees it. One thread at a time may give it tasks. Whatever happens to the process
 * is told as a {@link WorkerEnd}; nothing it does can harm this process.
 */
final class WorkerProcess {
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final int QUEUED_MESSAGES = 1_024;
    private static final int OUT_OF_MEMORY_EXIT = 3;

    private final Process process;
    private final OutputStream tasks;
    private final Path scratch;
    private final ByteSize heap;
    private final BlockingQueue<Optional<WorkerMessage>> messages = new ArrayBlockingQueue<>(QUEUED_MESSAGES);
    private final OutputTail errors;
    private int tasksDone;

    private WorkerProcess(Process process, Path scratch, ByteSize heap) {
        this.process = process;
        this.scratch = scratch;
        this.heap = heap;
        this.tasks = new BufferedOutputStream(process.getOutputStream());
        this.errors = new OutputTail(process.getErrorStream());
        String name = "docket-worker-" + process.pid();
        Thread.ofPlatform().daemon().name(name + "-messages").start(this::receive);
        Thread.ofPlatform().daemon().name(name + "-errors").start(errors);
    }

    /**
     * Starts a process and waits until it is warm.
     *
     * @throws IOException when it cannot be started or dies at once; the message says what it printed
     */
    static WorkerProcess start(WorkerLauncher launcher, ByteSize heap, Path scratchParent)
            throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory(scratchParent, "docket-worker-");
        WorkerProcess worker;
        try {
            worker = new WorkerProcess(launcher.launch(heap, scratch), scratch, heap);
        } catch (IOException failure) {
            Scratch.delete(scratch);
            throw failure;
        }
        try {
            Optional<WorkerMessage> first = worker.messages.poll(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null && first.isPresent() && first.get() instanceof WorkerMessage.Ready) {
                return worker;
            }
            worker.kill();
            throw new IOException("a worker process did not start: " + worker.errors.text());
        } catch (InterruptedException interrupted) {
            worker.kill();
            throw interrupted;
        }
    }

    ByteSize heap() {
        return heap;
    }

    Path scratch() {
        return scratch;
    }

    int tasksDone() {
        return tasksDone;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Runs one task under its time limits.
     *
     * @param children told of each embedded item whose bytes are complete
     */
    WorkerEnd run(WorkerTask task, ExtractionLimits limits, Consumer<WorkerMessage.Child> children)
            throws InterruptedException {
        tasksDone++;
        try {
            Frames.write(tasks, task);
        } catch (IOException gone) {
            return lost();
        }
        long start = System.nanoTime();
        long deadline = start + limits.time().toNanos();
        long patience = limits.progressTime().toNanos();
        try {
            while (true) {
                long now = System.nanoTime();
                long wait = Math.min(deadline - now, patience);
                Optional<WorkerMessage> message = messages.poll(Math.max(wait, 1), TimeUnit.NANOSECONDS);
                if (message == null) {
                    return timedOut(System.nanoTime() >= deadline, limits);
                }
                if (message.isEmpty()) {
                    return lost();
                }
                switch (message.get()) {
                    case WorkerMessage.Parsed parsed -> {
                        return new WorkerEnd.Answered(parsed);
                    }
                    case WorkerMessage.Pictured pictured -> {
                        return new WorkerEnd.Pictured(pictured);
                    }
                    case WorkerMessage.MachineFault fault -> {
                        return new WorkerEnd.MachineFault(fault.message());
                    }
                    case WorkerMessage.Child child -> children.accept(child);
                    case WorkerMessage.Progress progress -> {
                        if (System.nanoTime() >= deadline) {
                            return timedOut(true, limits);
                        }
                    }
                    case WorkerMessage.Ready ready -> {
                        kill();
                        return new WorkerEnd.Lost(Outcome.CRASHED, "the worker process lost its place");
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            kill();
            throw interrupted;
        }
    }

    /** Ends the process, whatever it is doing, and removes its temporary files. */
    void kill() {
        process.destroyForcibly();
        process.onExit().thenRun(() -> Scratch.delete(scratch));
    }

    private WorkerEnd timedOut(boolean whole, ExtractionLimits limits) {
        kill();
        return new WorkerEnd.Lost(
                Outcome.TIMED_OUT,
                whole
                        ? "not finished within " + seconds(limits.time())
                        : "no progress for " + seconds(limits.progressTime()));
    }

    private WorkerEnd lost() throws InterruptedException {
        // The stream may close a moment before the process ends; a process that lives on without it is of no use.
        if (!process.waitFor(2, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        int exit = process.exitValue();
        String words = errors.awaitText();
        kill();
        if (exit == OUT_OF_MEMORY_EXIT && words.contains("OutOfMemoryError")) {
            return new WorkerEnd.Lost(Outcome.OUT_OF_MEMORY, "more memory needed than the worker's heap of " + heap);
        }
        return new WorkerEnd.Lost(Outcome.CRASHED, "the worker process ended with code " + exit);
    }

    private void receive() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            Optional<WorkerMessage> message = Frames.readMessage(in);
            while (message.isPresent()) {
                messages.put(message);
                message = Frames.readMessage(in);
            }
        } catch (IOException | RuntimeException unreadable) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            endOfMessages();
        }
    }

    private void endOfMessages() {
        try {
            // A worker that floods a supervisor which no longer listens must not hold this thread for ever.
            messages.offer(Optional.empty(), 1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
