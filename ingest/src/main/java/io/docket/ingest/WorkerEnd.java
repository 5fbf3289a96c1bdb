package io.docket.ingest;

import io.docket.ingest.worker.WorkerMessage;

/** How a worker's task ended. */
sealed interface WorkerEnd {

    /** The worker answered and can take the next task. */
    record Answered(WorkerMessage.Parsed answer) implements WorkerEnd {}

    /** The worker drew pages and can take the next task. */
    record Pictured(WorkerMessage.Pictured answer) implements WorkerEnd {}

    /** The worker could not read or write files, and says why; it can take the next task. */
    record MachineFault(String message) implements WorkerEnd {}

    /** The worker was stopped, or died; it is gone. */
    record Lost(Outcome outcome, String reason) implements WorkerEnd {}
}
