package io.docket.web.pipeline;

import io.docket.ingest.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives documents their rows, each exactly once, and decides which are duplicates. The unique index over the sole copies
 * decides between two senders of the same bytes: one insert waits for the other's transaction.
 */
@ApplicationScoped
class DocumentInserts {
    private static final String INSERT = """
            insert into document (id, tenant_id, collection_id, upload_id, parent_id, family_id, position, depth, path, name,
                custodian, sha256, size, sole_copy, duplicate_of, state, outcome, reason, media_type, language, text_sha256,
            characters, title, author, document_date, metadata, recognition, created_at, state_since)
            values (?, docket_tenant(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?,
                now(), now())
            on conflict do nothing""";

    /** Rows whose values are in memory at once: an archive may have 300,000 files. */
    private static final int MOST_ROWS_AT_ONCE = 500;

    private final FindingsColumns findings;

    DocumentInserts(FindingsColumns findings) {
        this.findings = findings;
    }

    /**
     * Inserts what is not there yet. Runs inside the caller's transaction, for the connection's tenant.
     *
     * @return what came of each, by id
     */
    Map<UUID, Placement> insert(Connection connection, List<NewDocument> documents) throws SQLException {
        // One order for all writers: two that share some bytes wait for each other instead of both.
        List<NewDocument> ordered = documents.stream()
                .sorted(Comparator.comparing((NewDocument document) ->
                                document.content().hash().hex())
                        .thenComparing(NewDocument::id))
                .toList();
        Map<UUID, Placement> placements = new LinkedHashMap<>();
        List<NewDocument> refused = new ArrayList<>();
        boolean[] inserted = insertRows(connection, ordered, Map.of());
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i]) {
                placements.put(ordered.get(i).id(), new Placement.New());
            } else {
                refused.add(ordered.get(i));
            }
        }
        if (!refused.isEmpty()) {
            placeRefused(connection, refused, placements);
        }
        return placements;
    }

    private void placeRefused(Connection connection, List<NewDocument> refused, Map<UUID, Placement> placements)
            throws SQLException {
        Map<UUID, String> known = hashesById(connection, refused);
        List<NewDocument> copies = new ArrayList<>();
        for (NewDocument document : refused) {
            String hash = known.get(document.id());
            if (hash == null) {
                copies.add(document);
            } else {
                boolean same = hash.equals(document.content().hash().hex());
                if (!same && document.origin().parent().isPresent()) {
                    replace(connection, document);
                }
                placements.put(document.id(), new Placement.Known(same));
            }
        }
        Map<NewDocument, UUID> firsts = firstCopies(connection, copies);
        insertRows(connection, copies, firsts);
        owe(connection, firsts.values());
        firsts.forEach((copy, first) -> placements.put(copy.id(), new Placement.DuplicateOf(first)));
    }

    /**
     * An item of a container that was read again: it could not be taken out before, and now it could. It goes on from here
     * like a new one, but stays a document of its own even if its bytes are in the collection elsewhere, because the index
     * has it already.
     */
    private void replace(Connection connection, NewDocument document) throws SQLException {
        Findings found = document.findings().orElseThrow();
        try (PreparedStatement statement =
                connection.prepareStatement("""
                update document set EXTRACTED, sha256 = ?, size = ?,
                    sole_copy = ? and not exists (select 1 from document o
                        where o.collection_id = document.collection_id and o.sha256 = ? and o.sole_copy)
                where id = ? and state in ('INDEXED', 'FAILED')""".replace("EXTRACTED", FindingsColumns.EXTRACTED))) {
            int i = findings.bindExtracted(statement, 0, found);
            statement.setString(++i, document.content().hash().hex());
            statement.setLong(++i, document.content().size());
            statement.setBoolean(++i, document.origin().loose());
            statement.setString(++i, document.content().hash().hex());
            statement.setObject(++i, document.id());
            statement.executeUpdate();
        }
    }

    private boolean[] insertRows(Connection connection, List<NewDocument> documents, Map<NewDocument, UUID> firsts)
            throws SQLException {
        boolean[] inserted = new boolean[documents.size()];
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int from = 0; from < inserted.length; from += MOST_ROWS_AT_ONCE) {
                int to = Math.min(inserted.length, from + MOST_ROWS_AT_ONCE);
                for (NewDocument document : documents.subList(from, to)) {
                    bind(statement, document, Optional.ofNullable(firsts.get(document)));
                    statement.addBatch();
                }
                int[] counts = statement.executeBatch();
                for (int i = from; i < to; i++) {
                    inserted[i] = counts[i - from] == 1;
                }
            }
        }
        return inserted;
    }

    private void bind(PreparedStatement statement, NewDocument document, Optional<UUID> first) throws SQLException {
        NewDocument.Origin origin = document.origin();
        DocumentState state = first.isPresent()
                ? DocumentState.Settled.DUPLICATE
                : document.findings().isPresent() ? DocumentState.Pending.EXTRACTED : DocumentState.Pending.RECEIVED;
        Findings found = document.findings().orElse(Findings.nothing(Outcome.EMPTY, ""));
        int i = 0;
        statement.setObject(++i, document.id());
        statement.setObject(++i, document.collection());
        statement.setObject(++i, document.upload());
        statement.setObject(++i, origin.parent().orElse(null), Types.OTHER);
        statement.setObject(++i, origin.family());
        statement.setInt(++i, origin.position());
        statement.setInt(++i, origin.depth());
        statement.setString(++i, ColumnText.fit(document.path(), 4_096));
        statement.setString(++i, ColumnText.fit(document.name(), 1_024));
        statement.setString(++i, document.custodian());
        statement.setString(++i, document.content().hash().hex());
        statement.setLong(++i, document.content().size());
        statement.setBoolean(++i, origin.loose() && first.isEmpty());
        statement.setObject(++i, first.orElse(null), Types.OTHER);
        statement.setString(++i, state.name());
        statement.setString(++i, outcome(document, first));
        i = findings.bindDescription(statement, i, found);
        statement.setString(
                ++i,
                first.isPresent()
                        ? RecognitionState.NONE.name()
                        : found.recognition().name());
    }

    private static String outcome(NewDocument document, Optional<UUID> first) {
        if (first.isPresent()) {
            return Outcome.DUPLICATE.name();
        }
        return document.findings().map(found -> found.outcome().name()).orElse(null);
    }

    private static Map<UUID, String> hashesById(Connection connection, List<NewDocument> documents)
            throws SQLException {
        Map<UUID, String> hashes = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select id, sha256 from document where id = any(?)")) {
            statement.setArray(
                    1, uuids(connection, documents.stream().map(NewDocument::id).toList()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hashes.put(rows.getObject(1, UUID.class), rows.getString(2));
                }
            }
        }
        return hashes;
    }

    private static Map<NewDocument, UUID> firstCopies(Connection connection, List<NewDocument> copies)
            throws SQLException {
        Map<NewDocument, UUID> firsts = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select id from document where collection_id = ? and sha256 = ? and sole_copy")) {
            for (NewDocument copy : copies) {
                statement.setObject(1, copy.collection());
                statement.setString(2, copy.content().hash().hex());
                try (ResultSet rows = statement.executeQuery()) {
                    if (!rows.next()) {
                        throw new SQLException("Document " + copy.id()
                                + " was neither inserted nor is there a first copy of its bytes; try again.");
                    }
                    firsts.put(copy, rows.getObject(1, UUID.class));
                }
            }
        }
        return firsts;
    }

    /** The first copies now stand for one more path and custodian, which the index should know. */
    private static void owe(Connection connection, Collection<UUID> firsts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                update document set index_debt = 'ALL', revision = revision + 1
                where id in (select id from document where id = any(?) order by id for no key update)""")) {
            statement.setArray(1, uuids(connection, firsts));
            statement.executeUpdate();
        }
    }

    static Array uuids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }
}
