package io.docket.web.account;

import io.docket.ingest.fingerprint.MinHashSignature;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Keeps groups of near-duplicates whole when documents leave: the most similar document that stays becomes the principal,
 * and the similarities of the others are measured anew.
 */
final class NearGroupSuccession {
    private final Connection connection;
    private final StoredSignatures signatures;

    NearGroupSuccession(Connection connection, UUID collection) {
        this.connection = connection;
        this.signatures = new StoredSignatures(connection, collection);
    }

    /** Takes documents out of their groups; the caller holds the collection's lock and then deletes them. */
    void leave(Collection<UUID> documents) throws SQLException {
        for (UUID principal : Sql.ids(
                connection,
                "select document_id from near_signature where document_id = any(?) and principal",
                documents)) {
            Map<UUID, MinHashSignature> members = new HashMap<>();
            List<UUID> ordered = Sql.query(
                    connection,
                    row -> {
                        UUID id = row.getObject(1, UUID.class);
                        members.put(id, MinHashSignature.fromBytes(row.getBytes(2)));
                        return id;
                    },
                    """
                    select d.id, s.signature from document d join near_signature s on s.document_id = d.id
                    where d.near_group = ? and d.id <> all(?) order by d.near_similarity desc, d.id""",
                    principal,
                    documents);
            if (!ordered.isEmpty()) {
                crown(ordered.getFirst(), members);
            }
        }
        // A group of which one stays is no group any more, which the index should know.
        Sql.update(connection, """
                update document set index_debt = 'ALL', revision = revision + 1
                where id in (select id from document
                    where id <> all(?) and near_group in (select near_group from document where id = any(?))
                    order by id for no key update)""", documents, documents);
    }

    private void crown(UUID heir, Map<UUID, MinHashSignature> members) throws SQLException {
        MinHashSignature own = members.get(heir);
        signatures.store(Map.of(heir, own), true);
        try (var statement = connection.prepareStatement("""
                update document set near_group = ?, near_similarity = ?, index_debt = 'ALL', revision = revision + 1
                where id = ?""")) {
            for (Map.Entry<UUID, MinHashSignature> member : members.entrySet()) {
                statement.setObject(1, heir);
                statement.setObject(2, (float) own.similarity(member.getValue()), Types.REAL);
                statement.setObject(3, member.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
