package io.docket.web.account;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Puts mails into conversations as they arrive, by {@code Message-ID}, {@code In-Reply-To} and {@code References} (RFC 5322,
 * section 3.6.4): mails are of one conversation when a chain of references joins them, also through mails that are not in
 * the collection. A mail that joins two conversations makes them one. The partition does not depend on the order of
 * arrival; {@link io.docket.ingest.mail.MailThreads} is the same rule over all mails at once.
 *
 * <p>The caller holds the collection's lock.
 */
final class MailConversations {
    /** Ids may have 998 characters by the standard; hardly any has 100, and an index entry has room for 600. */
    private static final int LONGEST_ID = 600;

    private final Connection connection;

    MailConversations(Connection connection) {
        this.connection = connection;
    }

    /** Finds the conversation of each of the mails among these documents of one collection. */
    void join(UUID collection, Collection<UUID> documents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select id, array(select left(x.value, ?) from (
                    select jsonb_array_elements_text(coalesce(metadata -> 'message-id', '[]')) as value
                    union all select jsonb_array_elements_text(coalesce(metadata -> 'in-reply-to', '[]'))
                    union all select jsonb_array_elements_text(coalesce(metadata -> 'references', '[]'))) x) as ids
                from document where id = any(?)
                    and (metadata ?? 'message-id' or metadata ?? 'in-reply-to' or metadata ?? 'references')
                order by id""")) {
            statement.setInt(1, LONGEST_ID);
            statement.setArray(2, connection.createArrayOf("uuid", documents.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Array ids = rows.getArray("ids");
                    Set<String> named = new LinkedHashSet<>(List.of((String[]) ids.getArray()));
                    if (!named.isEmpty()) {
                        join(collection, rows.getObject("id", UUID.class), named);
                    }
                }
            }
        }
    }

    private void join(UUID collection, UUID mail, Set<String> ids) throws SQLException {
        Array names = connection.createArrayOf("varchar", ids.toArray());
        TreeSet<UUID> threads = known(collection, names);
        UUID thread = threads.isEmpty() ? mail : threads.first();
        threads.remove(thread);
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into mail_node (collection_id, message_id, tenant_id, thread_id)
                select ?, name, docket_tenant(), ? from unnest(?) as name on conflict do nothing""")) {
            statement.setObject(1, collection);
            statement.setObject(2, thread);
            statement.setArray(3, names);
            statement.executeUpdate();
        }
        if (!threads.isEmpty()) {
            merge(collection, threads, thread);
        }
        try (PreparedStatement statement =
                connection.prepareStatement("update document set thread_id = ? where id = ?")) {
            statement.setObject(1, thread);
            statement.setObject(2, mail);
            statement.executeUpdate();
        }
    }

    private TreeSet<UUID> known(UUID collection, Array names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select distinct thread_id from mail_node where collection_id = ? and message_id = any(?)")) {
            statement.setObject(1, collection);
            statement.setArray(2, names);
            TreeSet<UUID> threads = new TreeSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    threads.add(rows.getObject(1, UUID.class));
                }
            }
            return threads;
        }
    }

    /** The mails of the others change their conversation, which the index should know. */
    private void merge(UUID collection, Collection<UUID> others, UUID thread) throws SQLException {
        for (String sql :
                List.of("update mail_node set thread_id = ? where collection_id = ? and thread_id = any(?)", """
                update document set thread_id = ?, index_debt = 'ALL', revision = revision + 1
                where id in (select id from document where collection_id = ? and thread_id = any(?)
                    order by id for no key update)""")) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, thread);
                statement.setObject(2, collection);
                statement.setArray(3, connection.createArrayOf("uuid", others.toArray()));
                statement.executeUpdate();
            }
        }
    }
}
