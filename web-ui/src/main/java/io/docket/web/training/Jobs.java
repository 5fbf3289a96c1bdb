package io.docket.web.training;

import io.docket.web.audit.AuditLog;
import io.docket.web.page.Formats;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The jobs of the present tenant. A job is put into the scheduler's queue by the transaction that records it. */
@ApplicationScoped
public class Jobs {
    private final EntityManager entityManager;
    private final JobQueue queue;
    private final AuditLog audit;

    Jobs(EntityManager entityManager, JobQueue queue, AuditLog audit) {
        this.entityManager = entityManager;
        this.queue = queue;
        this.audit = audit;
    }

    /** Records a job and queues it. */
    @Transactional
    Job submit(Job.Kind kind, UUID classifier, Optional<UUID> version, Map<String, String> parameters, String user) {
        Job job = new Job(UUID.randomUUID(), kind, Optional.of(classifier), parameters, Instant.now(), user);
        version.ifPresent(job::produced);
        return queued(job);
    }

    /**
     * Records work that belongs to no classifier and queues it.
     *
     * @param parameters what was asked for, by name; the {@link JobWork} of this kind reads them
     */
    @Transactional
    public Job submit(Job.Kind kind, Map<String, String> parameters, String user) {
        return queued(new Job(UUID.randomUUID(), kind, Optional.empty(), parameters, Instant.now(), user));
    }

    private Job queued(Job job) {
        entityManager.persist(job);
        queue.enqueue(job);
        return job;
    }

    /**
     * The job with this id.
     *
     * @throws ProblemException not found, also for jobs of other tenants
     */
    @Transactional
    public Job require(UUID id) {
        return entityManager
                .createQuery("select j from Job j where j.id = :id", Job.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(
                        () -> ProblemException.notFound("There is no job " + id + " that you may see: check the id"));
    }

    /** The latest jobs. */
    @Transactional
    public List<Job> latest(int most) {
        return entityManager
                .createQuery("select j from Job j order by j.createdAt desc, j.id", Job.class)
                .setMaxResults(most)
                .getResultList();
    }

    /** The jobs that have not ended, the oldest first. */
    @Transactional
    public List<Job> running() {
        return entityManager
                .createQuery("select j from Job j where j.state in :states order by j.createdAt, j.id", Job.class)
                .setParameter("states", List.of(Job.State.QUEUED, Job.State.RUNNING))
                .getResultList();
    }

    /** The jobs of one classifier, the latest first. */
    @Transactional
    public List<Job> ofClassifier(UUID classifier) {
        return entityManager
                .createQuery(
                        "select j from Job j where j.classifierId = :id order by j.createdAt desc, j.id", Job.class)
                .setParameter("id", classifier)
                .getResultList();
    }

    /**
     * Asks a job to stop; one that has not begun stops at once, one that runs within seconds.
     *
     * @throws ProblemException not found; conflict when the job has ended
     */
    @Transactional
    public Job cancel(UUID id) {
        Job job = require(id);
        switch (job.state()) {
            case QUEUED -> {
                job.requestCancel();
                job.end(Job.State.CANCELLED, "Cancelled before it began.", Instant.now());
            }
            case RUNNING -> {
                job.requestCancel();
                queue.cancelHere(id);
            }
            case SUCCEEDED, FAILED, CANCELLED ->
                throw new ProblemException(
                        409, "Job ended", "Job " + id + " has ended already; there is nothing to cancel.");
        }
        audit.record("job.cancel", "job/" + id, Formats.words(job.kind().name()));
        return job;
    }

    /**
     * Queues a job again that failed or was cancelled.
     *
     * @throws ProblemException not found; conflict when it runs or succeeded
     */
    @Transactional
    public Job retry(UUID id) {
        Job job = require(id);
        switch (job.state()) {
            case FAILED, CANCELLED -> {
                job.requeue();
                queue.enqueue(job);
            }
            case QUEUED, RUNNING ->
                throw new ProblemException(409, "Job running", "Job " + id + " has not ended; cancel it first.");
            case SUCCEEDED ->
                throw new ProblemException(409, "Job succeeded", "Job " + id + " succeeded; start a new one instead.");
        }
        audit.record("job.retry", "job/" + id, Formats.words(job.kind().name()));
        return job;
    }
}
