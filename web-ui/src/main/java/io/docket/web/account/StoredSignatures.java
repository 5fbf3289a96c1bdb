package io.docket.web.account;

import io.docket.ingest.fingerprint.MinHashSignature;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The signatures of one collection in the database, within one transaction whose collection is locked. Each call is one question,
 * however many documents it is about.
 */
final class StoredSignatures {
    private final Connection connection;
    private final UUID collection;

    StoredSignatures(Connection connection, UUID collection) {
        this.connection = connection;
        this.collection = collection;
    }

    /** The principals that share a band with one of the signatures. */
    Map<UUID, MinHashSignature> sharing(Collection<MinHashSignature> signatures) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select s.document_id, s.signature from near_signature s
                where s.document_id in (select document_id from near_band where band = any(?))
                    and s.collection_id = ?""")) {
            statement.setArray(1, bands(signatures));
            statement.setObject(2, collection);
            return read(statement);
        }
    }

    /** What is stored of documents. */
    Map<UUID, MinHashSignature> of(Collection<UUID> documents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select document_id, signature from near_signature where document_id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", documents.toArray()));
            return read(statement);
        }
    }

    /**
     * Stores signatures.
     *
     * @param principal whether they attract others from now on; those of members are kept so that one of them can become a
     *     principal when its own is deleted
     */
    void store(Map<UUID, MinHashSignature> signatures, boolean principal) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into near_signature (document_id, tenant_id, collection_id, principal, signature)
                values (?, docket_tenant(), ?, ?, ?)
                on conflict (document_id) do update set principal = excluded.principal, signature = excluded.signature""")) {
            for (Map.Entry<UUID, MinHashSignature> entry : signatures.entrySet()) {
                statement.setObject(1, entry.getKey());
                statement.setObject(2, collection);
                statement.setBoolean(3, principal);
                statement.setBytes(4, entry.getValue().toBytes());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        if (principal) {
            addBands(signatures);
        }
    }

    private void addBands(Map<UUID, MinHashSignature> signatures) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into near_band (tenant_id, band, document_id) select docket_tenant(), unnest(?), ?")) {
            for (Map.Entry<UUID, MinHashSignature> entry : signatures.entrySet()) {
                statement.setArray(1, bands(List.of(entry.getValue())));
                statement.setObject(2, entry.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Forgets documents, with their bands. */
    void remove(Collection<UUID> documents) throws SQLException {
        if (documents.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("delete from near_signature where document_id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", documents.toArray()));
            statement.executeUpdate();
        }
    }

    private static Map<UUID, MinHashSignature> read(PreparedStatement statement) throws SQLException {
        Map<UUID, MinHashSignature> signatures = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                signatures.put(rows.getObject(1, UUID.class), MinHashSignature.fromBytes(rows.getBytes(2)));
            }
        }
        return signatures;
    }

    /** One index serves all collections: the same band of another collection is another number. */
    private Array bands(Collection<MinHashSignature> signatures) throws SQLException {
        long salt = collection.getMostSignificantBits() * 31 + collection.getLeastSignificantBits();
        return connection.createArrayOf(
                "bigint",
                signatures.stream()
                        .flatMapToLong(signature -> Arrays.stream(signature.bands()))
                        .map(band -> band ^ salt)
                        .boxed()
                        .toArray());
    }
}
