package io.docket.web.pipeline;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Moves claimed documents on. Each method is one transaction for one batch, writes only rows whose lease this process still
 * holds, and does nothing the second time.
 */
@ApplicationScoped
class DocumentRecords {
    private final AgroalDataSource database;
    private final DocumentInserts inserts;
    private final DocumentClaims claims;

    DocumentRecords(AgroalDataSource database, DocumentInserts inserts, DocumentClaims claims) {
        this.database = database;
        this.inserts = inserts;
        this.claims = claims;
    }

    /** Records what extraction found, with the children of containers; a family appears as a whole or not at all. */
    void extracted(Collection<ExtractedFamily> families) {
        inTransaction(connection -> {
            for (ExtractedFamily family : families) {
                if (settleExtraction(connection, family)) {
                    insertDescendants(connection, family.descendants());
                }
            }
        });
    }

    /** Records that every classifier has spoken about these documents, or that there was none to speak. */
    void classified(Collection<UUID> documents) {
        inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    update document set state = 'CLASSIFIED', state_since = now(), attempts = 0,
                        lease_owner = null, lease_until = null
                    where id = any(?) and lease_owner = ? and state = 'EXTRACTED'""")) {
                statement.setArray(1, DocumentInserts.uuids(connection, documents));
                statement.setString(2, claims.owner());
                statement.executeUpdate();
            }
        });
    }

    /**
     * Records that the index has committed these documents. What changed since the claim stays owed to the index.
     */
    void indexed(Collection<ClaimedDocument> documents) {
        inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    update document set
                        state_since = case when state = 'INDEXED' then state_since else now() end,
                        state = 'INDEXED', attempts = 0, lease_owner = null, lease_until = null,
                        index_debt = case when revision = ? then 'NONE' else index_debt end
                    where id = ? and lease_owner = ? and state in ('CLASSIFIED', 'INDEXED')""")) {
                for (ClaimedDocument document : documents) {
                    statement.setLong(1, document.revision());
                    statement.setObject(2, document.id());
                    statement.setString(3, claims.owner());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        });
    }

    /** Settles documents that a step could not finish; a retry starts them over. */
    void failed(Collection<UUID> documents, String reason) {
        inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    update document set state = 'FAILED', state_since = now(), reason = ?, index_debt = 'NONE',
                        lease_owner = null, lease_until = null
                    where id = any(?) and lease_owner = ?""")) {
                statement.setString(1, ColumnText.fit(reason, 2_000));
                statement.setArray(2, DocumentInserts.uuids(connection, documents));
                statement.setString(3, claims.owner());
                statement.executeUpdate();
            }
        });
    }

    /** Ends leases after a step failed for a reason that may pass; the attempt counts. */
    void postponed(Collection<UUID> documents, int seconds) {
        inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    update document set lease_owner = null, lease_until = now() + make_interval(secs => ?)
                    where id = any(?) and lease_owner = ?""")) {
                statement.setDouble(1, seconds);
                statement.setArray(2, DocumentInserts.uuids(connection, documents));
                statement.setString(3, claims.owner());
                statement.executeUpdate();
            }
        });
    }

    private boolean settleExtraction(Connection connection, ExtractedFamily family) throws SQLException {
        Findings found = family.findings();
        try (PreparedStatement statement = connection.prepareStatement("""
                update document set state = 'EXTRACTED', state_since = now(), attempts = 0, lease_owner = null,
                    lease_until = null, revision = revision + 1, outcome = ?, reason = ?, media_type = ?, language = ?,
                    text_sha256 = ?, characters = ?, title = ?, author = ?, document_date = ?, metadata = ?::jsonb
                where id = ? and lease_owner = ? and state = 'RECEIVED'""")) {
            int i = 0;
            statement.setString(++i, found.outcome().name());
            statement.setString(++i, found.reason());
            statement.setString(++i, found.mediaType());
            statement.setString(++i, found.language());
            statement.setString(++i, found.text().map(Object::toString).orElse(null));
            statement.setLong(++i, found.characters());
            statement.setString(++i, found.title());
            statement.setString(++i, found.author());
            statement.setObject(
                    ++i,
                    found.date()
                            .map(date -> OffsetDateTime.ofInstant(date, ZoneOffset.UTC))
                            .orElse(null));
            statement.setString(++i, inserts.metadata(found));
            statement.setObject(++i, family.document());
            statement.setString(++i, claims.owner());
            return statement.executeUpdate() == 1;
        }
    }

    /** Level by level: what is inside a duplicate is inside its first copy already. */
    private void insertDescendants(Connection connection, List<NewDocument> descendants) throws SQLException {
        TreeMap<Integer, List<NewDocument>> levels = new TreeMap<>();
        for (NewDocument descendant : descendants) {
            levels.computeIfAbsent(descendant.origin().depth(), depth -> new ArrayList<>())
                    .add(descendant);
        }
        Set<UUID> absent = new HashSet<>();
        for (List<NewDocument> level : levels.values()) {
            List<NewDocument> wanted = new ArrayList<>();
            for (NewDocument descendant : level) {
                if (absent.contains(descendant.origin().parent().orElseThrow())) {
                    absent.add(descendant.id());
                } else {
                    wanted.add(descendant);
                }
            }
            for (Map.Entry<UUID, Placement> placed :
                    inserts.insert(connection, wanted).entrySet()) {
                if (placed.getValue() instanceof Placement.DuplicateOf) {
                    absent.add(placed.getKey());
                }
            }
        }
    }

    private void inTransaction(Work work) {
        QuarkusTransaction.joiningExisting().run(() -> {
            try (Connection connection = database.getConnection()) {
                work.on(connection);
            } catch (SQLException e) {
                throw new PipelineException(
                        "The database refused to record a batch of documents: " + e.getMessage(), e);
            }
        });
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }
}
