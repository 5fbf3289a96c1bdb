package io.docket.web.pipeline;

import io.docket.ingest.Outcome;
import io.docket.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Sends documents through the pipeline again: those whose text could not be (wholly) read and those that the appliance
 * failed to finish. Others are left alone, so a retry of everything is safe.
 */
@ApplicationScoped
public class Retries {
    private static final List<String> FAILURES = Arrays.stream(Outcome.values())
            .filter(Outcome::isFailure)
            .map(Outcome::name)
            .toList();

    private static final String RETRY = """
            update document set state = 'RECEIVED', state_since = now(), outcome = null, reason = '', attempts = 0,
                lease_owner = null, lease_until = null, revision = revision + 1
            where (state = 'FAILED' or (state = 'INDEXED' and outcome in (:failures)))""";

    private final EntityManager entityManager;
    private final WorkSignal signal;

    Retries(EntityManager entityManager, WorkSignal signal) {
        this.entityManager = entityManager;
        this.signal = signal;
    }

    /**
     * Retries documents by id; those that have not failed are passed over.
     *
     * @return how many begin again
     */
    public int documents(Collection<UUID> documents) {
        if (documents.isEmpty()) {
            return 0;
        }
        return retry(() -> entityManager
                .createNativeQuery(RETRY + " and id in (:documents)")
                .setParameter("documents", documents));
    }

    /**
     * Retries what failed in an upload.
     *
     * @param reason an outcome in lower case or {@link ProgressCounts#NOT_FINISHED}; empty for every reason
     * @return how many begin again
     */
    public int upload(UUID upload, Optional<String> reason) {
        return retry(() -> narrowed(" and upload_id = :id", upload, reason));
    }

    /** Retries what failed in a collection; see {@link #upload}. */
    public int collection(UUID collection, Optional<String> reason) {
        return retry(() -> narrowed(" and collection_id = :id", collection, reason));
    }

    private Query narrowed(String condition, UUID id, Optional<String> reason) {
        if (reason.isEmpty()) {
            return entityManager.createNativeQuery(RETRY + condition).setParameter("id", id);
        }
        if (reason.get().equals(ProgressCounts.NOT_FINISHED)) {
            return entityManager
                    .createNativeQuery(RETRY + condition + " and state = 'FAILED'")
                    .setParameter("id", id);
        }
        String outcome = reason.get().toUpperCase(Locale.ROOT).replace('-', '_');
        if (!FAILURES.contains(outcome)) {
            throw ProblemException.badRequest("\"" + reason.get() + "\" is not a reason for failure: use "
                    + FAILURES.stream()
                            .map(name -> ProgressCounts.reasonKey(Outcome.valueOf(name)))
                            .toList() + " or "
                    + ProgressCounts.NOT_FINISHED);
        }
        return entityManager
                .createNativeQuery(RETRY + condition + " and state = 'INDEXED' and outcome = :outcome")
                .setParameter("id", id)
                .setParameter("outcome", outcome);
    }

    private int retry(Supplier<Query> query) {
        int count = QuarkusTransaction.joiningExisting()
                .call(() -> query.get().setParameter("failures", FAILURES).executeUpdate());
        signal.workArrived();
        return count;
    }
}
