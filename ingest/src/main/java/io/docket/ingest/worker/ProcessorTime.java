package io.docket.ingest.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time of the calling thread: unlike a clock it does not count waiting, however busy the machine is. */
final class ProcessorTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessorTime() {}

    /** Nanoseconds so far. */
    static long now() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
