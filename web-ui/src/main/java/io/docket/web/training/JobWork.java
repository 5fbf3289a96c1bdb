package io.docket.web.training;

import java.io.IOException;
import java.util.Set;

/**
 * Work that a feature does as a job. The appliance finds implementations by themselves. Work that is begun again after a crash
 * must go on where it stopped or do the same once more without harm.
 */
public interface JobWork {
    /** The kinds of job that it carries out. */
    Set<Job.Kind> kinds();

    /**
     * Carries out a job, in the tenant's scope and outside a transaction.
     *
     * @return one sentence about what came of it
     * @throws io.docket.ml.TrainingCancelledException when {@code progress} was told to cancel
     */
    String run(String tenant, Job job, JobProgress progress) throws IOException;
}
