package io.docket.ingest;

import io.docket.ingest.worker.ParseTask;
import io.docket.ingest.worker.WorkerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Has a worker write one document as a page. For one document. */
final class PageRendering {
    private final WorkerPool pool;
    private final ExtractionLimits limits;

    PageRendering(WorkerPool pool, ExtractionLimits limits) {
        this.pool = pool;
        this.limits = limits;
    }

    Outcome render(Path file, String name, Path page) throws IOException, InterruptedException {
        if (Files.size(file) > limits.fileSize().bytes()) {
            return Outcome.TOO_LONG;
        }
        Path aside = page.resolveSibling(page.getFileName() + ".aside");
        Files.createDirectories(aside);
        try {
            return switch (runInWorker(file, name, page, aside)) {
                case WorkerEnd.Answered(WorkerMessage.Parsed parsed) -> parsed.outcome();
                case WorkerEnd.Lost lost -> lost.outcome();
                case WorkerEnd.Pictured picturesNobodyAskedFor ->
                    throw new IOException("the worker answered another question about " + name);
                case WorkerEnd.MachineFault(String message) ->
                    throw new IOException("showing " + name + " failed: " + message);
            };
        } finally {
            Scratch.delete(aside);
        }
    }

    private WorkerEnd runInWorker(Path file, String name, Path page, Path aside)
            throws IOException, InterruptedException {
        WorkerProcess worker = pool.acquire(limits.heap());
        WorkerEnd end = null;
        try {
            ParseTask task = new ParseTask(
                    ReadableFile.of(file, worker.scratch()),
                    name,
                    Optional.empty(),
                    "",
                    List.of(),
                    aside.resolve("text"),
                    aside.resolve("structure"),
                    Optional.of(page),
                    aside,
                    limits.characters(),
                    false,
                    0,
                    0);
            end = worker.run(task, limits, child -> {});
            return end;
        } finally {
            if (end == null || end instanceof WorkerEnd.Lost) {
                pool.discard(worker);
            } else {
                pool.release(worker);
            }
        }
    }
}
