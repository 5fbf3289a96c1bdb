package io.docket.web.pipeline;

import java.time.Duration;

/** The steps of the pipeline: which documents each may claim, how many at once, and for how long. */
enum Step {
    /**
     * Small batches to begin with, because one document can take minutes or hours; {@link Pace} lets them grow while documents
     * are quick, and {@link LeaseKeeper} renews the leases.
     */
    EXTRACT("state = 'RECEIVED'", 8, Duration.ofMinutes(20)),
    /** Larger batches, which classifiers sort by length. */
    CLASSIFY("state = 'EXTRACTED'", 64, Duration.ofMinutes(30)),
    /** Larger still, because each batch ends in a commit of the index. */
    INDEX("(state = 'CLASSIFIED' or (state = 'INDEXED' and index_debt <> 'NONE'))", 256, Duration.ofMinutes(30)),
    /** One at a time: a scanned file takes seconds a page. The leases are renewed as those of extraction. */
    RECOGNIZE("recognition = 'WAITING' and state = 'INDEXED'", 1, Duration.ofMinutes(20));

    private final String condition;
    private final int batchSize;
    private final Duration lease;

    Step(String condition, int batchSize, Duration lease) {
        this.condition = condition;
        this.batchSize = batchSize;
        this.lease = lease;
    }

    /** The condition of the partial index that serves the claim, word for word. */
    String condition() {
        return condition;
    }

    /** Most documents in one claim. */
    int batchSize() {
        return batchSize;
    }

    /** After this long, a claim counts as lost and another worker may take the document. */
    Duration lease() {
        return lease;
    }
}
