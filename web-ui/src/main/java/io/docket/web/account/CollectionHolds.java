package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.PipelineException;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Legal holds: nothing of a collection on hold is deleted, whoever asks. */
@ApplicationScoped
public class CollectionHolds {
    private static final int LONGEST_REASON = 500;

    private final AgroalDataSource database;
    private final Collections collections;
    private final AuditLog audit;
    private final CurrentUser user;

    CollectionHolds(AgroalDataSource database, Collections collections, AuditLog audit, CurrentUser user) {
        this.database = database;
        this.collections = collections;
        this.audit = audit;
        this.user = user;
    }

    /** A hold that is in force. */
    public record Hold(String reason, Instant placedAt, String placedBy) {}

    /** The hold on a collection. */
    @Transactional
    public Optional<Hold> of(UUID collection) {
        try (Connection connection = database.getConnection()) {
            return Sql.query(
                            connection,
                            row -> new Hold(
                                    row.getString("reason"),
                                    row.getObject("placed_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getString("placed_by")),
                            "select * from collection_hold where collection_id = ?",
                            collection)
                    .stream()
                    .findFirst();
        } catch (SQLException e) {
            throw new PipelineException("The hold on collection " + collection + " could not be read", e);
        }
    }

    /**
     * Places a hold, or gives the one that is there another reason.
     *
     * @param reason the matter; not blank
     * @throws ProblemException not found, or a reason that cannot be used
     */
    @Transactional
    public Hold place(UUID collection, String reason) {
        collections.require(collection);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw ProblemException.badRequest("A hold needs a reason of 1 to " + LONGEST_REASON + " characters");
        }
        change(collection, """
                insert into collection_hold (collection_id, tenant_id, reason, placed_at, placed_by)
                values (?, docket_tenant(), ?, now(), ?)
                on conflict (collection_id) do update set reason = excluded.reason, placed_at = excluded.placed_at,
                    placed_by = excluded.placed_by""", collection, reason.strip(), user.displayName());
        audit.record("hold.place", "collection/" + collection, reason.strip());
        return of(collection).orElseThrow();
    }

    /**
     * Lifts the hold.
     *
     * @throws ProblemException not found when there is none
     */
    @Transactional
    public void lift(UUID collection) {
        if (change(collection, "delete from collection_hold where collection_id = ?", collection) == 0) {
            throw ProblemException.notFound("There is no hold on collection " + collection + " that you may see");
        }
        audit.record("hold.lift", "collection/" + collection, "");
    }

    private int change(UUID collection, String sql, Object... parameters) {
        try (Connection connection = database.getConnection()) {
            return Sql.update(connection, sql, parameters);
        } catch (SQLException e) {
            throw new PipelineException("The hold on collection " + collection + " could not be changed", e);
        }
    }
}
