package io.docket.web.training;

import io.docket.ml.Cancellation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.UUID;

/**
 * Writes a job's progress into its row, once a second at most, and learns there whether somebody asked it to stop. Used by
 * the thread that carries out the job.
 */
public final class JobProgress {
    private static final long INTERVAL_NANOSECONDS = 1_000_000_000L;

    private final UUID job;
    private final Jobs jobs;
    private final Cancellation cancellation;
    private String lastStage = "";
    private long lastWritten = System.nanoTime() - INTERVAL_NANOSECONDS;

    JobProgress(UUID job, Jobs jobs, Cancellation cancellation) {
        this.job = job;
        this.jobs = jobs;
        this.cancellation = cancellation;
    }

    /**
     * Reports where the job is.
     *
     * @param stage the present step in words
     * @param done how much of {@code total} is done
     * @param message rate and estimate; may be empty
     */
    public void report(String stage, long done, long total, String message) {
        long now = System.nanoTime();
        if (stage.equals(lastStage) && now - lastWritten < INTERVAL_NANOSECONDS) {
            return;
        }
        lastStage = stage;
        lastWritten = now;
        boolean cancel = QuarkusTransaction.requiringNew().call(() -> {
            Job row = jobs.require(job);
            row.progress(stage, done, total, message);
            return row.cancelRequested();
        });
        if (cancel) {
            cancellation.cancel();
        }
    }

    /** The token that tells the job to stop. */
    public Cancellation cancellation() {
        return cancellation;
    }
}
