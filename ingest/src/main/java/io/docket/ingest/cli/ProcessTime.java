package io.docket.ingest.cli;

import java.time.Duration;

/** Processor time of processes, as the system counts it: of all their threads. */
final class ProcessTime {
    private ProcessTime() {}

    /** Nanoseconds of this process so far. */
    static long ofThisProcess() {
        return of(ProcessHandle.current());
    }

    /** Nanoseconds of the children that are alive, so far. */
    static long ofChildren() {
        return ProcessHandle.current().children().mapToLong(ProcessTime::of).sum();
    }

    private static long of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }
}
