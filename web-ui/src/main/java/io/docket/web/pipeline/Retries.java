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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Sends documents through the pipeline again: those whose text could not be (wholly) read and those that the appliance
 * failed to finish; of chosen ones also those whose pictures could not be read. Others are left alone, so a retry of everything
 * is safe.
 */
@ApplicationScoped
public class Retries {
    private static final List<String> FAILURES = Arrays.stream(Outcome.values())
            .filter(Outcome::isFailure)
            .map(Outcome::name)
            .toList();

    /**
     * What could not be taken out of its container (an encrypted entry) begins again with the container. Locked in the order of
     * ids: see {@link DocumentClaims#HELD}.
     */
    private static final String RETRY = """
            update document set state = 'RECEIVED', state_since = now(), outcome = null, reason = '', attempts = 0,
                lease_owner = null, lease_until = null, revision = revision + 1, limits = :limits
            where id in (select id from document where state in ('INDEXED', 'FAILED') and id in (
                select case when d.size = 0 and d.parent_id is not null then d.parent_id else d.id end from document d
                where (d.state = 'FAILED' or (d.state = 'INDEXED' and (d.outcome in (:failures) or :chosen and d.recognition = 'FAILED')))
                    NARROWED) order by id for no key update)""";

    private final EntityManager entityManager;
    private final WorkSignal signal;

    Retries(EntityManager entityManager, WorkSignal signal) {
        this.entityManager = entityManager;
        this.signal = signal;
    }

    /** Retries documents under the limits of the first time; see {@link #documents(Collection, LimitPreset)}. */
    public int documents(Collection<UUID> documents) {
        return documents(documents, LimitPreset.STANDARD);
    }

    /**
     * Retries documents by id; those that have not failed are passed over.
     *
     * @param limits under which they are read this time
     * @return how many begin again; a container stands for all that could not be taken out of it
     */
    public int documents(Collection<UUID> documents, LimitPreset limits) {
        if (documents.isEmpty()) {
            return 0;
        }
        return retry(limits, () -> query(" and d.id in (:documents)", true).setParameter("documents", documents));
    }

    /** Retries a selection of one upload's documents; those of other uploads are passed over too. */
    public int documents(UUID upload, Collection<UUID> documents, LimitPreset limits) {
        return retry(limits, () -> query(" and d.upload_id = :upload and d.id in (:documents)", true)
                .setParameter("upload", upload)
                .setParameter("documents", documents));
    }

    /** Retries what failed in an upload under the limits of the first time; see the method with limits. */
    public int upload(UUID upload, Optional<String> reason) {
        return upload(upload, reason, LimitPreset.STANDARD);
    }

    /**
     * Retries what failed in an upload.
     *
     * @param reason an outcome in lower case or {@link ProgressCounts#NOT_FINISHED}; empty for every reason
     * @param limits under which they are read this time
     * @return how many begin again; a container stands for all that could not be taken out of it
     */
    public int upload(UUID upload, Optional<String> reason, LimitPreset limits) {
        return retry(limits, () -> narrowed(" and d.upload_id = :id", upload, reason));
    }

    /** Retries what failed in a collection under the limits of the first time. */
    public int collection(UUID collection, Optional<String> reason) {
        return collection(collection, reason, LimitPreset.STANDARD);
    }

    /** Retries what failed in a collection; see {@link #upload(UUID, Optional, LimitPreset)}. */
    public int collection(UUID collection, Optional<String> reason, LimitPreset limits) {
        return retry(limits, () -> narrowed(" and d.collection_id = :id", collection, reason));
    }

    private Query narrowed(String condition, UUID id, Optional<String> reason) {
        if (reason.isEmpty()) {
            return query(condition, false).setParameter("id", id);
        }
        if (!Status.failures().contains(reason.get())) {
            throw ProblemException.badRequest(
                    "\"" + reason.get() + "\" is not a reason for failure: use one of " + Status.failures());
        }
        return query(condition + " and d.standing = :reason", false)
                .setParameter("id", id)
                .setParameter("reason", reason.get());
    }

    /** For chosen documents, or for whatever failed. */
    private Query query(String narrowed, boolean chosen) {
        return entityManager
                .createNativeQuery(RETRY.replace("NARROWED", narrowed))
                .setParameter("chosen", chosen);
    }

    private int retry(LimitPreset limits, Supplier<Query> query) {
        int count = QuarkusTransaction.joiningExisting().call(() -> query.get()
                .setParameter("failures", FAILURES)
                .setParameter("limits", limits.name())
                .executeUpdate());
        signal.workArrived();
        return count;
    }
}
