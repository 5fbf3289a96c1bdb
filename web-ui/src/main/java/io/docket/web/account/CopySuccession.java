package io.docket.web.account;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * When the first copy of some bytes is deleted, the oldest copy that stays takes its place: it is read like a new file, with
 * everything inside it, and keeps the labels that people gave.
 */
final class CopySuccession {
    private final Connection connection;

    CopySuccession(Connection connection) {
        this.connection = connection;
    }

    /**
     * Chooses the heirs of documents that are about to be deleted, and makes the other copies point to them.
     *
     * @return heir by deleted document
     */
    Map<UUID, UUID> prepare(Collection<UUID> documents) throws SQLException {
        Map<UUID, UUID> heirs = new HashMap<>();
        Sql.query(
                connection,
                row -> heirs.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                """
                select distinct on (duplicate_of) duplicate_of, id from document
                where duplicate_of = any(?) and id <> all(?)
                order by duplicate_of, created_at, id""",
                documents,
                documents);
        for (Map.Entry<UUID, UUID> succession : heirs.entrySet()) {
            Sql.update(connection, """
                    update document set duplicate_of = case when id = ? then null else ?::uuid end
                    where id in (select id from document where duplicate_of = ? order by id for no key update)""", succession.getValue(), succession.getValue(), succession.getKey());
            Sql.update(
                    connection,
                    "update labelled_example set document_id = ? where document_id = ?",
                    succession.getValue(),
                    succession.getKey());
        }
        return heirs;
    }

    /** Lets the heirs go through the pipeline, once those they follow are gone. */
    static void succeed(Connection connection, Collection<UUID> heirs) throws SQLException {
        Sql.update(connection, """
                update document set sole_copy = true, state = 'RECEIVED', state_since = now(), outcome = null, reason = '',
                    attempts = 0, revision = revision + 1
                where id in (select id from document where id = any(?) order by id for no key update)""", heirs);
    }
}
