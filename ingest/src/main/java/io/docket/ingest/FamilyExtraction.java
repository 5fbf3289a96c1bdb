package io.docket.ingest;

import io.docket.ingest.worker.ParseTask;
import io.docket.ingest.worker.WorkerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One extraction: the root, then whatever was found inside, level by level, by as many threads as there are workers. The
 * budgets of the family are checked here as well as in the workers, because several workers draw on them at once.
 */
final class FamilyExtraction {
    private final WorkerPool pool;
    private final int parallelism;
    private final ExtractionRequest request;
    private final ExtractionLimits limits;
    private final Consumer<ExtractedItem> items;

    private final Object lock = new Object();
    private final Deque<Member> waiting = new ArrayDeque<>();
    private final List<Thread> helpers = new ArrayList<>();
    private int underWay;
    private int embedded;
    private long unpackedBytes;
    private long unpackedBytesAllowed;
    private Throwable failure;

    FamilyExtraction(
            WorkerPool pool,
            int parallelism,
            ExtractionRequest request,
            ExtractionLimits limits,
            Consumer<ExtractedItem> items) {
        this.pool = pool;
        this.parallelism = parallelism;
        this.request = request;
        this.limits = limits;
        this.items = items;
    }

    void run() throws IOException, InterruptedException {
        Files.createDirectories(request.outputDirectory());
        long size = Files.size(request.file());
        unpackedBytesAllowed = Math.max(
                ExtractionLimits.FREE_EXPANSION.bytes(), (long) Math.min(size * limits.expansionRatio(), 1e18));
        waiting.add(Member.root(request, size));
        try {
            work();
            for (Thread helper : helpers) {
                helper.join();
            }
        } catch (InterruptedException interrupted) {
            fail(interrupted);
            helpers.forEach(Thread::interrupt);
            throw interrupted;
        }
        switch (failure) {
            case null -> {
                // All items were handed over.
            }
            case IOException broken -> throw broken;
            case RuntimeException broken -> throw broken;
            case Error broken -> throw broken;
            default -> throw new IOException("the extraction of " + request.name() + " was broken off", failure);
        }
    }

    /** Takes members until there are none and none can come. */
    private void work() throws InterruptedException {
        while (true) {
            Member member;
            synchronized (lock) {
                while (waiting.isEmpty() && underWay > 0 && failure == null) {
                    lock.wait();
                }
                if (waiting.isEmpty() || failure != null) {
                    return;
                }
                member = waiting.removeFirst();
                underWay++;
            }
            try {
                extract(member);
            } catch (IOException | RuntimeException | Error broken) {
                fail(broken);
            } finally {
                synchronized (lock) {
                    underWay--;
                    lock.notifyAll();
                }
            }
        }
    }

    private void fail(Throwable broken) {
        synchronized (lock) {
            if (failure == null) {
                failure = broken;
            }
            lock.notifyAll();
        }
    }

    private void extract(Member member) throws IOException, InterruptedException {
        if (member.unreadable().isPresent()) {
            deliver(member.unreadableItem());
            return;
        }
        if (member.repeatsAncestor()) {
            deliver(member.unopened(Outcome.DUPLICATE, "the same bytes as an item around it; not opened again"));
            return;
        }
        if (member.size() > limits.fileSize().bytes()) {
            deliver(member.unopened(
                    Outcome.TOO_LONG,
                    "the file has " + new ByteSize(member.size()) + "; the limit is " + limits.fileSize()));
            return;
        }
        Optional<String> objection = request.screening().flatMap(screening -> screening.objection(member.file()));
        if (objection.isPresent()) {
            deliver(member.unopened(Outcome.QUARANTINED, objection.get()));
            return;
        }
        List<WorkerMessage.Child> children = new ArrayList<>();
        TimedEnd timed = runInWorker(member, children);
        WorkerEnd end = timed.end();
        Duration elapsed = timed.elapsed();
        String sha256 =
                end instanceof WorkerEnd.Answered(WorkerMessage.Parsed parsed) ? parsed.sha256() : member.sha256();
        ExtractedItem item =
                switch (end) {
                    case WorkerEnd.Answered(WorkerMessage.Parsed parsed) -> member.item(parsed, elapsed);
                    case WorkerEnd.Lost lost -> member.lost(lost, elapsed);
                    case WorkerEnd.Pictured picturesNobodyAskedFor ->
                        throw new IOException("the worker answered another question about " + member.path());
                    case WorkerEnd.MachineFault(String message) ->
                        throw new IOException("extracting " + member.path() + " failed: " + message);
                };
        enqueue(member, sha256, children);
        deliver(item);
        startHelpers();
    }

    private record TimedEnd(WorkerEnd end, Duration elapsed) {}

    private TimedEnd runInWorker(Member member, List<WorkerMessage.Child> children)
            throws IOException, InterruptedException {
        WorkerProcess worker = pool.acquire(limits.heap());
        WorkerEnd end = null;
        try {
            ParseTask task = task(member, ReadableFile.of(member.file(), worker.scratch()));
            long start = System.nanoTime();
            end = worker.run(task, limits, child -> {
                children.add(child);
                count(child);
            });
            return new TimedEnd(end, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            if (end == null || end instanceof WorkerEnd.Lost) {
                pool.discard(worker);
            } else {
                pool.release(worker);
            }
        }
    }

    private ParseTask task(Member member, Path readable) {
        Path prefix = member.position().within(request.outputDirectory());
        synchronized (lock) {
            return new ParseTask(
                    readable,
                    member.name(),
                    member.mediaTypeHint(),
                    member.sha256(),
                    request.passwords(),
                    Member.textFile(prefix),
                    Member.structureFile(prefix),
                    Optional.empty(),
                    member.childDirectory(request.outputDirectory()),
                    limits.characters(),
                    member.position().depth() < limits.embeddedDepth(),
                    Math.max(0, limits.embeddedCount() - embedded),
                    Math.max(0, unpackedBytesAllowed - unpackedBytes));
        }
    }

    private void count(WorkerMessage.Child child) {
        synchronized (lock) {
            embedded++;
            unpackedBytes += child.size();
        }
    }

    private void enqueue(Member parent, String parentSha256, List<WorkerMessage.Child> children) {
        synchronized (lock) {
            for (WorkerMessage.Child child : children) {
                waiting.addLast(parent.child(child, parentSha256, request.outputDirectory()));
            }
            lock.notifyAll();
        }
    }

    private void deliver(ExtractedItem item) {
        synchronized (items) {
            items.accept(item);
        }
    }

    /** Only large families are worth a thread besides the caller's. */
    private void startHelpers() {
        synchronized (lock) {
            while (helpers.size() < Math.min(parallelism - 1, waiting.size() - 1)) {
                helpers.add(Thread.ofVirtual().name("docket-family").start(() -> {
                    try {
                        work();
                    } catch (InterruptedException cancelled) {
                        fail(cancelled);
                    }
                }));
            }
        }
    }
}
