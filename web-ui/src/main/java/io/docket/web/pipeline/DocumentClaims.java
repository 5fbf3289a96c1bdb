package io.docket.web.pipeline;

import io.agroal.api.AgroalDataSource;
import io.docket.web.blob.Sha256;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who works on what. A claim is a lease in the document's row, taken with {@code for update skip locked}, so that any
 * number of workers in any number of processes never take the same document and never wait for each other.
 *
 * <p>A process that dies leaves leases behind. They end by themselves, or at once when the same node starts again.
 */
@ApplicationScoped
class DocumentClaims {
    private static final String COLUMNS =
            "id, collection_id, upload_id, parent_id, family_id, depth, path, name, title, custodian,"
                    + " sha256, size, state, index_debt, revision, attempts, text_sha256, limits";

    /**
     * Condition: documents of an array that a process holds. They are locked in the order of their ids whatever plan the database
     * makes of an update, so that two that change many documents wait for each other and never in a circle.
     */
    static final String HELD =
            "id in (select id from document where id = any(?) and lease_owner = ? order by id for no key update)";

    private final AgroalDataSource database;
    private final String node;
    private final String owner;

    DocumentClaims(
            AgroalDataSource database, @ConfigProperty(name = "docket.node", defaultValue = "local") String node) {
        this.database = database;
        this.node = node;
        this.owner = node + "/" + UUID.randomUUID();
    }

    /** Takes up to a batch of documents of the present tenant; those tried least often first, then the oldest. */
    List<ClaimedDocument> claim(Step step) {
        return claim(step, step.batchSize());
    }

    /** Takes up to so many documents of the present tenant; those tried least often first, then the oldest. */
    List<ClaimedDocument> claim(Step step, int most) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            """
                            update document set lease_owner = ?, lease_until = now() + make_interval(secs => ?),
                                attempts = attempts + 1
                            where id in (
                                select id from document
                                where tenant_id = docket_tenant() and CONDITION
                                    and (lease_until is null or lease_until < now())
                                order by attempts, created_at
                                limit ? for update skip locked)
                            returning COLUMNS""".replace("CONDITION", step.condition()).replace("COLUMNS", COLUMNS))) {
                statement.setString(1, owner);
                statement.setDouble(2, step.lease().toSeconds());
                statement.setInt(3, most);
                List<ClaimedDocument> claimed = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        claimed.add(read(rows));
                    }
                }
                return claimed;
            }
        });
    }

    /** Gives documents back untouched, for example when the process stops; the attempt does not count. */
    void release(Collection<UUID> documents) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            update document set lease_owner = null, lease_until = null, attempts = greatest(attempts - 1, 0)
                            where HELD""".replace("HELD", HELD))) {
                statement.setArray(1, DocumentInserts.uuids(connection, documents));
                statement.setString(2, owner);
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new PipelineException("Claims of " + documents.size() + " documents could not be given back", e);
            }
        });
    }

    /** Gives documents back for a while; the attempt does not count. */
    void defer(Collection<UUID> documents, Duration pause) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            update document set lease_owner = null, lease_until = now() + make_interval(secs => ?),
                                attempts = greatest(attempts - 1, 0)
                            where HELD""".replace("HELD", HELD))) {
                statement.setDouble(1, pause.toSeconds());
                statement.setArray(2, DocumentInserts.uuids(connection, documents));
                statement.setString(3, owner);
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new PipelineException("Claims of " + documents.size() + " documents could not be given back", e);
            }
        });
    }

    /** Prolongs the leases that this process holds on documents. */
    void renew(Collection<UUID> documents, Duration lease) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            update document set lease_until = now() + make_interval(secs => ?)
                            where HELD""".replace("HELD", HELD))) {
                statement.setDouble(1, lease.toSeconds());
                statement.setArray(2, DocumentInserts.uuids(connection, documents));
                statement.setString(3, owner);
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new PipelineException("Claims of " + documents.size() + " documents could not be renewed", e);
            }
        });
    }

    /**
     * Frees what an earlier process of this node had claimed, for the present tenant. Call it before this process claims.
     *
     * @return how many documents were freed
     */
    int recover() {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            update document set lease_owner = null, lease_until = null
                            where tenant_id = docket_tenant() and starts_with(lease_owner, ?)""")) {
                statement.setString(1, node + "/");
                return statement.executeUpdate();
            }
        });
    }

    /** Identifies this process in the rows it holds. */
    String owner() {
        return owner;
    }

    private static ClaimedDocument read(ResultSet row) throws SQLException {
        return new ClaimedDocument(
                row.getObject("id", UUID.class),
                row.getObject("collection_id", UUID.class),
                row.getObject("upload_id", UUID.class),
                Optional.ofNullable(row.getObject("parent_id", UUID.class)),
                row.getObject("family_id", UUID.class),
                row.getInt("depth"),
                row.getString("path"),
                row.getString("name"),
                row.getString("title"),
                row.getString("custodian"),
                new Sha256(row.getString("sha256")),
                row.getLong("size"),
                DocumentState.named(row.getString("state")),
                ClaimedDocument.Debt.valueOf(row.getString("index_debt")),
                row.getLong("revision"),
                row.getInt("attempts"),
                Optional.ofNullable(row.getString("text_sha256")).map(Sha256::new),
                LimitPreset.valueOf(row.getString("limits")));
    }
}
