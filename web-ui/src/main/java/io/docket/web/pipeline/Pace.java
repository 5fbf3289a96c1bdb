package io.docket.web.pipeline;

import java.time.Duration;

/**
 * How many documents a worker should claim at once. Each batch costs a claim, a commit and a flush of the disk, however small its
 * documents are, so quick batches grow; a slow one shrinks them, because what one worker has claimed no other can take. Thread-safe.
 */
final class Pace {
    private static final int LARGEST = 128;
    private static final Duration QUICK = Duration.ofMillis(700);
    private static final Duration SLOW = Duration.ofSeconds(3);

    private final int smallest;
    private int batchSize;

    Pace(int smallest) {
        this.smallest = smallest;
        this.batchSize = smallest;
    }

    synchronized int batchSize() {
        return batchSize;
    }

    /** Tells how long a batch took. */
    synchronized void worked(int documents, Duration time) {
        if (time.compareTo(SLOW) > 0) {
            batchSize = smallest;
        } else if (documents >= batchSize && time.compareTo(QUICK) < 0) {
            batchSize = Math.min(2 * batchSize, LARGEST);
        }
    }
}
