package io.docket.web.training;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.agroal.api.AgroalDataSource;
import io.docket.ml.Cancellation;
import io.docket.web.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The scheduler's queue: db-scheduler keeps it in a table, so that a job that was accepted is done even after a crash, once
 * at a time among all processes. Its entries name tenant and job and hold nothing else.
 */
@ApplicationScoped
class JobQueue {
    private static final String SEPARATOR = "/";

    private final SchedulerClient client;
    private final TenantScope scope;
    private final Map<UUID, Cancellation> runningHere = new ConcurrentHashMap<>();

    JobQueue(AgroalDataSource database, TenantScope scope) {
        this.client = SchedulerClient.Builder.create(database)
                .serializer(new NoTaskData())
                .build();
        this.scope = scope;
    }

    /** Queues a job of the present tenant; joins the caller's transaction. */
    void enqueue(Job job) {
        String tenant = scope.current()
                .orElseThrow(() ->
                        new IllegalStateException("Job " + job.id() + " was queued for no tenant: bind one first."));
        // An entry of its own each time: a retry may come before the scheduler has removed the entry that failed.
        UUID entry = UUID.randomUUID();
        client.scheduleIfNotExists(
                new TaskInstance<>(
                        job.kind().lane().task(),
                        String.join(SEPARATOR, tenant, job.id().toString(), entry.toString())),
                Instant.now());
    }

    /** Registers a job that runs in this process; the token tells it to stop. */
    Cancellation began(UUID job) {
        return runningHere.computeIfAbsent(job, id -> new Cancellation());
    }

    void ended(UUID job) {
        runningHere.remove(job);
    }

    /** Tells a job to stop, if it runs in this process. */
    void cancelHere(UUID job) {
        Optional.ofNullable(runningHere.get(job)).ifPresent(Cancellation::cancel);
    }

    /** Tells all jobs of this process to stop, because it stops. */
    void cancelAllHere() {
        runningHere.values().forEach(Cancellation::cancel);
    }

    /** A queued job. */
    record Entry(String tenant, UUID job) {
        static Entry parse(String instance) {
            String[] parts = instance.split(SEPARATOR);
            return new Entry(parts[0], UUID.fromString(parts[1]));
        }
    }
}
