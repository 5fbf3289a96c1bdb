package io.docket.web.pipeline;

import io.docket.ingest.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Counts documents by state in one statement, so that the counts belong to one moment and always reconcile. */
@ApplicationScoped
public class ProgressCounts {
    /** What {@link Progress#failed()} calls documents that the appliance could not finish. */
    public static final String NOT_FINISHED = "not-finished";

    /** The rate is that of the last so many seconds: long enough to be steady, short enough to show a standstill. */
    private static final int RATE_SECONDS = 20;

    private final EntityManager entityManager;

    ProgressCounts(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Counts of one upload. */
    @Transactional
    public Progress ofUpload(UUID upload) {
        return count("upload_id = :id", Optional.of(upload));
    }

    /** Counts of one collection. */
    @Transactional
    public Progress ofCollection(UUID collection) {
        return count("collection_id = :id", Optional.of(collection));
    }

    /** Counts of the whole tenant. */
    @Transactional
    public Progress ofTenant() {
        return count("tenant_id = docket_tenant()", Optional.empty());
    }

    private Progress count(String condition, Optional<UUID> id) {
        Query query = entityManager
                .createNativeQuery("""
                        select state, outcome, count(*) as documents, count(*) filter (where parent_id is null) as files,
                        count(*) filter (where state_since > now() - make_interval(secs => :seconds)) as lately,
                        count(*) filter (where recognition = 'WAITING' and state = 'INDEXED') as pictures
                        from document where CONDITION group by state, outcome""".replace("CONDITION", condition), Tuple.class)
                .setParameter("seconds", (double) RATE_SECONDS);
        id.ifPresent(value -> query.setParameter("id", value));
        Tally tally = new Tally();
        for (Object row : query.getResultList()) {
            tally.add((Tuple) row);
        }
        return tally.progress();
    }

    private static final class Tally {
        private long files;
        private long received;
        private long extracted;
        private long classified;
        private long indexed;
        private long searchable;
        private long withoutText;
        private long duplicates;
        private long pending;
        private long lately;
        private long pictures;
        private final TreeMap<String, Long> failed = new TreeMap<>();

        void add(Tuple row) {
            long documents = row.get("documents", Number.class).longValue();
            received += documents;
            pictures += row.get("pictures", Number.class).longValue();
            files += row.get("files", Number.class).longValue();
            switch (DocumentState.named(row.get("state", String.class))) {
                case DocumentState.Pending.RECEIVED -> pending += documents;
                case DocumentState.Pending.EXTRACTED -> {
                    extracted += documents;
                    pending += documents;
                }
                case DocumentState.Pending.CLASSIFIED -> {
                    extracted += documents;
                    classified += documents;
                    pending += documents;
                }
                case DocumentState.Settled settled -> {
                    extracted += documents;
                    classified += documents;
                    lately += row.get("lately", Number.class).longValue();
                    settle(settled, row.get("outcome", String.class), documents);
                }
            }
        }

        private void settle(DocumentState.Settled state, String outcome, long documents) {
            switch (state) {
                case DUPLICATE -> duplicates += documents;
                case FAILED -> failed.merge(NOT_FINISHED, documents, Long::sum);
                case INDEXED -> {
                    indexed += documents;
                    Outcome found = Outcome.valueOf(outcome);
                    if (found.isFailure()) {
                        failed.merge(reasonKey(found), documents, Long::sum);
                    } else if (found == Outcome.EMPTY) {
                        withoutText += documents;
                    } else if (found == Outcome.DUPLICATE) {
                        duplicates += documents;
                    } else {
                        searchable += documents;
                    }
                }
            }
        }

        Progress progress() {
            double rate = (double) lately / RATE_SECONDS;
            Optional<Duration> remaining = pending == 0 || rate == 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(Math.round(Math.ceil(pending / rate))));
            return new Progress(
                    files,
                    received,
                    extracted,
                    classified,
                    indexed,
                    searchable,
                    withoutText,
                    duplicates,
                    failed,
                    pending,
                    pictures,
                    rate,
                    remaining);
        }
    }

    /** How an outcome is written in addresses, JSON and the index: {@code timed-out}. */
    public static String reasonKey(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
