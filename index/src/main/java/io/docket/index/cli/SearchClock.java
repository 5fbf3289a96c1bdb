package io.docket.index.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Processor time of the calling thread and of the threads that searches share: what a search costs, however busy the machine
 * is with other things. On a processor of its own a search takes at most as long. The compiler, the collector and merges run
 * in other threads and do not count.
 */
final class SearchClock implements LongSupplier {

    private static final String SEARCH_THREADS = "docket-search-";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Long> ids;

    /** Of the threads that are there now: after the first searches all are. */
    SearchClock() {
        Thread caller = Thread.currentThread();
        ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread == caller || thread.getName().startsWith(SEARCH_THREADS))
                .map(Thread::threadId)
                .toList();
    }

    @Override
    public long getAsLong() {
        long sum = 0;
        for (long id : ids) {
            sum += Math.max(0, threads.getThreadCpuTime(id));
        }
        return sum;
    }
}
