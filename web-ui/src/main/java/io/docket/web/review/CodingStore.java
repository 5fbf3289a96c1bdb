package io.docket.web.review;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads and writes the rows of coding, many documents at a time; joins the caller's transaction. */
@ApplicationScoped
class CodingStore {
    private final AgroalDataSource database;

    CodingStore(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * What a batch changed on one document in one set.
     *
     * @param before the tags it had
     * @param after the tags it has
     */
    record Change(UUID document, UUID tagSet, List<UUID> before, List<UUID> after) {}

    /**
     * One line of a document's history.
     *
     * @param undone whether the batch was taken back since
     */
    record Event(Instant at, String by, UUID tagSet, List<UUID> before, List<UUID> after, boolean undone) {}

    /** What happened to a document, the latest first. */
    List<Event> history(UUID document, int most) {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select b.created_at, b.created_by, c.tag_set_id, c.before, c.after, b.state = 'UNDONE'
                    from coding_change c join coding_batch b on b.id = c.batch_id
                    where c.document_id = ? order by b.created_at desc, b.id limit ?""")) {
                statement.setObject(1, document);
                statement.setInt(2, most);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Event> events = new ArrayList<>();
                    while (rows.next()) {
                        events.add(new Event(
                                rows.getObject(1, OffsetDateTime.class).toInstant(),
                                rows.getString(2),
                                rows.getObject(3, UUID.class),
                                list(rows.getArray(4)),
                                list(rows.getArray(5)),
                                rows.getBoolean(6)));
                    }
                    return events;
                }
            }
        });
    }

    /** The tags of documents, by document and set; what is absent has none. */
    Map<UUID, Map<UUID, Set<UUID>>> tags(Collection<UUID> documents) {
        return with(connection -> {
            Map<UUID, Map<UUID, Set<UUID>>> found = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "select document_id, tag_set_id, tag_id from coding where document_id = any(?)")) {
                statement.setArray(1, uuids(connection, documents));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.computeIfAbsent(rows.getObject(1, UUID.class), id -> new HashMap<>())
                                .computeIfAbsent(rows.getObject(2, UUID.class), id -> new LinkedHashSet<>())
                                .add(rows.getObject(3, UUID.class));
                    }
                }
            }
            return found;
        });
    }

    /** Which of these documents exist and may be seen. */
    List<UUID> visible(Collection<UUID> documents) {
        return with(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select id from document where id = any(?) order by id")) {
                statement.setArray(1, uuids(connection, documents));
                return ids(statement);
            }
        });
    }

    /** Makes the documents have the tags that the changes say. */
    void apply(Collection<Change> changes, String user) {
        with(connection -> {
            try (PreparedStatement remove = connection.prepareStatement(
                            "delete from coding where document_id = ? and tag_set_id = ? and not tag_id = any(?)");
                    PreparedStatement add = connection.prepareStatement("""
                            insert into coding (document_id, tag_id, tag_set_id, tenant_id, coded_at, coded_by)
                            select ?, tag, ?, docket_tenant(), now(), ? from unnest(?::uuid[]) as tag
                            on conflict (document_id, tag_id) do nothing""")) {
                for (Change change : changes) {
                    Array after = uuids(connection, change.after());
                    remove.setObject(1, change.document());
                    remove.setObject(2, change.tagSet());
                    remove.setArray(3, after);
                    remove.addBatch();
                    add.setObject(1, change.document());
                    add.setObject(2, change.tagSet());
                    add.setString(3, user);
                    add.setArray(4, after);
                    add.addBatch();
                }
                remove.executeBatch();
                add.executeBatch();
            }
            return changes.size();
        });
    }

    /** Notes what a batch changed, so that it can be taken back. */
    void remember(UUID batch, Collection<Change> changes) {
        with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into coding_change (batch_id, document_id, tag_set_id, tenant_id, before, after)
                    values (?, ?, ?, docket_tenant(), ?, ?) on conflict do nothing""")) {
                for (Change change : changes) {
                    statement.setObject(1, batch);
                    statement.setObject(2, change.document());
                    statement.setObject(3, change.tagSet());
                    statement.setArray(4, uuids(connection, change.before()));
                    statement.setArray(5, uuids(connection, change.after()));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            return changes.size();
        });
    }

    /** How many documents a batch changed. */
    long changed(UUID batch) {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select count(distinct document_id) from coding_change where batch_id = ?")) {
                statement.setObject(1, batch);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** The others of the documents' families, themselves included; second copies are not documents of their own. */
    List<UUID> families(Collection<UUID> documents) {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select id from document where state <> 'DUPLICATE'
                        and family_id in (select family_id from document where id = any(?))""")) {
                statement.setArray(1, uuids(connection, documents));
                return ids(statement);
            }
        });
    }

    /** What a batch changed on the next so many documents behind one. */
    List<Change> changes(UUID batch, UUID after, int documents) {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select document_id, tag_set_id, before, after from coding_change
                    where batch_id = ? and document_id in (
                        select distinct document_id from coding_change where batch_id = ? and document_id > ?
                        order by document_id limit ?)
                    order by document_id""")) {
                statement.setObject(1, batch);
                statement.setObject(2, batch);
                statement.setObject(3, after);
                statement.setInt(4, documents);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Change> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(new Change(
                                rows.getObject(1, UUID.class),
                                rows.getObject(2, UUID.class),
                                list(rows.getArray(3)),
                                list(rows.getArray(4))));
                    }
                    return found;
                }
            }
        });
    }

    private static List<UUID> ids(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<UUID> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        }
    }

    private static List<UUID> list(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(UUID.class::cast).toList();
    }

    private static Array uuids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }

    private <T> T with(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The database refused to read or write coding: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
