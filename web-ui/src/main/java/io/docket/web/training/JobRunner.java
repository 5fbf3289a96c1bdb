package io.docket.web.training;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.agroal.api.AgroalDataSource;
import io.docket.ml.Cancellation;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.TrainingDataException;
import io.docket.web.tenant.TenantScope;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Carries out jobs. A job that dies with its process is begun again when its heartbeat has been missing for {@link
 * #HEARTBEAT} × {@link #MISSED_HEARTBEATS}; what it had finished is not done again.
 */
@ApplicationScoped
public class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** The smallest number that the scheduler permits. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration POLL = Duration.ofSeconds(2);

    private static final Duration NEVER = Duration.ofDays(36_500);

    /** A job that was begun so often and never ended is the reason for that. */
    private static final int MOST_ATTEMPTS = 5;

    private final Jobs jobs;
    private final JobQueue queue;
    private final List<JobWork> works;
    private final TenantScope scope;
    private final List<Scheduler> schedulers;
    private volatile boolean stopping;

    JobRunner(
            Jobs jobs,
            JobQueue queue,
            @All List<JobWork> works,
            TenantScope scope,
            AgroalDataSource database,
            @ConfigProperty(name = "docket.node", defaultValue = "local") String node) {
        this.jobs = jobs;
        this.queue = queue;
        this.works = works;
        this.scope = scope;
        this.schedulers = Arrays.stream(Job.Lane.values())
                .map(lane -> scheduler(lane, database, node))
                .toList();
    }

    /** A scheduler of its own for each lane: those of one lane never wait for those of another. */
    private Scheduler scheduler(Job.Lane lane, AgroalDataSource database, String node) {
        Task<Void> task = Tasks.oneTime(lane.task())
                .onDeadExecutionRevive()
                .onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(1)))
                .execute((instance, context) -> run(JobQueue.Entry.parse(instance.getId())));
        return Scheduler.create(database, task)
                .serializer(new NoTaskData())
                .schedulerName(new SchedulerName.Fixed(node + "-" + lane.task()))
                // The other lanes' jobs are unknown to this scheduler and none of its business.
                .deleteUnresolvedAfter(NEVER)
                // One thread: a training run uses all processors by itself.
                .threads(1)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofSeconds(20))
                .build();
    }

    /** Begins to take jobs. */
    public void start() {
        schedulers.forEach(Scheduler::start);
    }

    /** Stops the running jobs so that the next start begins them again, and takes no more. */
    public void stop() {
        stopping = true;
        queue.cancelAllHere();
        schedulers.forEach(Scheduler::stop);
    }

    private void run(JobQueue.Entry entry) {
        scope.runAs(entry.tenant(), () -> {
            try {
                carryOut(entry);
            } finally {
                queue.ended(entry.job());
            }
        });
        if (stopping) {
            throw new IllegalStateException(
                    "The appliance stops; job " + entry.job() + " is begun again at its next start.");
        }
    }

    private void carryOut(JobQueue.Entry entry) {
        UUID id = entry.job();
        Job job = QuarkusTransaction.requiringNew().call(() -> begin(id));
        if (job.state() != Job.State.RUNNING) {
            return;
        }
        Cancellation cancellation = queue.began(id);
        JobProgress progress = new JobProgress(id, jobs, cancellation);
        try {
            end(id, Job.State.SUCCEEDED, work(job.kind()).run(entry.tenant(), job, progress));
        } catch (TrainingCancelledException cancelled) {
            if (!stopping) {
                end(id, Job.State.CANCELLED, "Cancelled.");
            }
        } catch (TrainingDataException unusable) {
            end(id, Job.State.FAILED, unusable.getMessage());
        } catch (Exception e) {
            LOG.errorf(e, "Job %s of tenant %s failed", id, entry.tenant());
            end(
                    id,
                    Job.State.FAILED,
                    "The job failed: " + e.getMessage() + " Retry it; the log says more under its id.");
        }
    }

    private JobWork work(Job.Kind kind) {
        return works.stream()
                .filter(work -> work.kinds().contains(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing here does work of kind " + kind + "."));
    }

    private Job begin(UUID id) {
        Job job = jobs.require(id);
        if (job.state().ended()) {
            return job;
        }
        if (job.cancelRequested()) {
            job.end(Job.State.CANCELLED, "Cancelled.", Instant.now());
        } else if (job.attempts() >= MOST_ATTEMPTS) {
            job.end(
                    Job.State.FAILED,
                    "The job was begun " + MOST_ATTEMPTS + " times and the appliance stopped each time; see its log.",
                    Instant.now());
        } else {
            job.begin(Instant.now());
        }
        return job;
    }

    private void end(UUID id, Job.State state, String message) {
        QuarkusTransaction.requiringNew().run(() -> jobs.require(id).end(state, message, Instant.now()));
    }
}
