package io.docket.web.pipeline;

import io.agroal.api.AgroalDataSource;
import io.docket.web.blob.Blob;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final FindingsColumns findings;
    private final DocumentClaims claims;

    DocumentRecords(
            AgroalDataSource database, DocumentInserts inserts, FindingsColumns findings, DocumentClaims claims) {
        this.database = database;
        this.inserts = inserts;
        this.findings = findings;
        this.claims = claims;
    }

    /** Records what extraction found, with the children of containers; a family appears as a whole or not at all. */
    void extracted(Collection<ExtractedFamily> families) {
        inTransaction(connection -> {
            // In the order in which the database itself walks ids: others who update many rows then wait instead of
            // blocking.
            List<ExtractedFamily> ordered = families.stream()
                    .sorted(Comparator.comparing(family -> family.document().toString()))
                    .toList();
            boolean[] settled = settleExtractions(connection, ordered);
            for (int i = 0; i < settled.length; i++) {
                if (settled[i]) {
                    insertDescendants(connection, ordered.get(i).descendants());
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
                    where HELD and state = 'EXTRACTED'""".replace("HELD", DocumentClaims.HELD))) {
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
                List<ClaimedDocument> ordered = documents.stream()
                        .sorted(Comparator.comparing(document -> document.id().toString()))
                        .toList();
                for (ClaimedDocument document : ordered) {
                    statement.setLong(1, document.revision());
                    statement.setObject(2, document.id());
                    statement.setString(3, claims.owner());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        });
    }

    /** Records the text of a document with what its pictures say; it is labelled and indexed again. */
    void recognised(UUID document, Blob text, long characters, Optional<String> language, String note, int pages) {
        inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    update document set state = 'EXTRACTED', state_since = now(), attempts = 0, lease_owner = null,
                        lease_until = null, revision = revision + 1, outcome = 'EXTRACTED', reason = '', text_sha256 = ?,
                        characters = ?, language = ?, recognition = 'DONE', recognition_note = ?, recognised_pages = ?
                    where id = ? and lease_owner = ? and state = 'INDEXED' and recognition = 'WAITING'""")) {
                statement.setString(1, text.hash().hex());
                statement.setLong(2, characters);
                statement.setString(3, ColumnText.fit(language.orElse(""), 16));
                statement.setString(4, ColumnText.fit(note, 2_000));
                statement.setInt(5, pages);
                statement.setObject(6, document);
                statement.setString(7, claims.owner());
                statement.executeUpdate();
            }
        });
    }

    /** Records that no text was found in a document's pictures. */
    void notRecognised(UUID document, RecognitionState state, String note, int pages) {
        inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    update document set attempts = 0, lease_owner = null, lease_until = null, recognition = ?,
                        recognition_note = ?, recognised_pages = ?
                    where id = ? and lease_owner = ? and recognition = 'WAITING'""")) {
                statement.setString(1, state.name());
                statement.setString(2, ColumnText.fit(note, 2_000));
                statement.setInt(3, pages);
                statement.setObject(4, document);
                statement.setString(5, claims.owner());
                statement.executeUpdate();
            }
        });
    }

    /** Settles documents that a step could not finish; a retry starts them over. */
    void failed(Collection<UUID> documents, String reason) {
        inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    update document set state = 'FAILED', state_since = now(), reason = ?, index_debt = 'NONE',
                        lease_owner = null, lease_until = null
                    where HELD""".replace("HELD", DocumentClaims.HELD))) {
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
                    where HELD""".replace("HELD", DocumentClaims.HELD))) {
                statement.setDouble(1, seconds);
                statement.setArray(2, DocumentInserts.uuids(connection, documents));
                statement.setString(3, claims.owner());
                statement.executeUpdate();
            }
        });
    }

    /** Which of the families were still this process's to settle. */
    private boolean[] settleExtractions(Connection connection, List<ExtractedFamily> families) throws SQLException {
        boolean[] settled = new boolean[families.size()];
        try (PreparedStatement statement =
                connection.prepareStatement("""
                update document set EXTRACTED
                where id = ? and lease_owner = ? and state = 'RECEIVED'""".replace("EXTRACTED", FindingsColumns.EXTRACTED))) {
            for (ExtractedFamily family : families) {
                bind(statement, family);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                settled[i] = counts[i] == 1;
            }
        }
        return settled;
    }

    private void bind(PreparedStatement statement, ExtractedFamily family) throws SQLException {
        int i = findings.bindExtracted(statement, 0, family.findings());
        statement.setObject(++i, family.document());
        statement.setString(++i, claims.owner());
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
