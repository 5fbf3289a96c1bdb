package io.docket.web.account;

import io.docket.ingest.fingerprint.MinHashSignature;
import io.docket.ingest.fingerprint.NearDuplicateGroups;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The signatures of one collection in the database, within one transaction whose collection is locked. */
final class StoredSignatures implements NearDuplicateGroups.Signatures {
    private final Connection connection;
    private final UUID collection;

    StoredSignatures(Connection connection, UUID collection) {
        this.connection = connection;
        this.collection = collection;
    }

    @Override
    public Collection<NearDuplicateGroups.Principal> sharing(long[] bands) {
        try (PreparedStatement statement = connection.prepareStatement("""
                select s.document_id, s.signature from near_signature s
                where s.document_id in (select document_id from near_band where band = any(?))
                    and s.collection_id = ?""")) {
            statement.setArray(1, connection.createArrayOf("bigint", mixed(bands)));
            statement.setObject(2, collection);
            List<NearDuplicateGroups.Principal> principals = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    principals.add(new NearDuplicateGroups.Principal(
                            rows.getString(1), MinHashSignature.fromBytes(rows.getBytes(2))));
                }
            }
            return principals;
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    @Override
    public void add(NearDuplicateGroups.Principal principal) {
        try {
            store(UUID.fromString(principal.documentId()), principal.signature(), true);
            addBands(UUID.fromString(principal.documentId()), principal.signature());
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    /** Stores the signature of a document, so that it can become a principal when its own is deleted. */
    void store(UUID document, MinHashSignature signature, boolean principal) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into near_signature (document_id, tenant_id, collection_id, principal, signature)
                values (?, docket_tenant(), ?, ?, ?)
                on conflict (document_id) do update set principal = excluded.principal, signature = excluded.signature""")) {
            statement.setObject(1, document);
            statement.setObject(2, collection);
            statement.setBoolean(3, principal);
            statement.setBytes(4, signature.toBytes());
            statement.executeUpdate();
        }
    }

    /** Lets a stored signature attract others from now on. */
    void addBands(UUID document, MinHashSignature signature) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into near_band (tenant_id, band, document_id) select docket_tenant(), unnest(?), ?")) {
            statement.setArray(1, connection.createArrayOf("bigint", mixed(signature.bands())));
            statement.setObject(2, document);
            statement.executeUpdate();
        }
    }

    /** What is stored of a document. */
    Optional<MinHashSignature> of(UUID document) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select signature from near_signature where document_id = ?")) {
            statement.setObject(1, document);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(MinHashSignature.fromBytes(rows.getBytes(1))) : Optional.empty();
            }
        }
    }

    /** Forgets a document, with its bands. */
    void remove(UUID document) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from near_signature where document_id = ?")) {
            statement.setObject(1, document);
            statement.executeUpdate();
        }
    }

    /** One index serves all collections: the same band of another collection is another number. */
    private Long[] mixed(long[] bands) {
        long salt = collection.getMostSignificantBits() * 31 + collection.getLeastSignificantBits();
        return Arrays.stream(bands).mapToObj(band -> band ^ salt).toArray(Long[]::new);
    }

    /** Carries a failure of the database through an interface that knows no databases. */
    static final class UncheckedSqlException extends RuntimeException {
        UncheckedSqlException(SQLException cause) {
            super(cause);
        }
    }
}
