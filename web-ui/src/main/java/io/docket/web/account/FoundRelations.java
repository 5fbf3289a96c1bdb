package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.ingest.fingerprint.MinHashSignature;
import io.docket.ingest.fingerprint.MinHasher;
import io.docket.ingest.fingerprint.NearDuplicateGroups;
import io.docket.web.pipeline.DocumentRelations;
import io.docket.web.pipeline.PipelineException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Finds conversations and near-duplicates as documents arrive. Signatures are made outside the transaction; the groups of a
 * collection are found inside, one transaction of a collection after the other.
 */
@ApplicationScoped
class FoundRelations implements DocumentRelations {
    private final AgroalDataSource database;
    private final MinHasher hasher = new MinHasher();

    FoundRelations(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    public Relations relate(List<ReadDocument> documents) {
        SortedMap<UUID, List<ReadDocument>> byCollection = new TreeMap<>();
        Map<UUID, MinHashSignature> signatures = new HashMap<>();
        for (ReadDocument document : documents) {
            byCollection
                    .computeIfAbsent(document.collection(), collection -> new ArrayList<>())
                    .add(document);
            signature(document.text()).ifPresent(signature -> signatures.put(document.id(), signature));
        }
        return () -> record(byCollection, signatures);
    }

    private Optional<MinHashSignature> signature(String text) {
        try {
            return hasher.signature(new StringReader(text));
        } catch (IOException impossible) {
            throw new UncheckedIOException("A text in memory could not be read", impossible);
        }
    }

    private void record(SortedMap<UUID, List<ReadDocument>> byCollection, Map<UUID, MinHashSignature> signatures) {
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<UUID, List<ReadDocument>> entry : byCollection.entrySet()) {
                UUID collection = entry.getKey();
                List<UUID> ids = entry.getValue().stream().map(ReadDocument::id).toList();
                lock(connection, collection);
                new MailConversations(connection).join(collection, ids);
                for (UUID document : ids) {
                    group(connection, collection, document, Optional.ofNullable(signatures.get(document)));
                }
            }
        } catch (SQLException | StoredSignatures.UncheckedSqlException e) {
            throw new PipelineException("Relations of documents could not be recorded", e);
        }
    }

    /** Two transactions that grouped documents of one collection at once would each miss the other's. */
    static void lock(Connection connection, UUID collection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 42))")) {
            statement.setString(1, collection.toString());
            statement.execute();
        }
    }

    private static void group(
            Connection connection, UUID collection, UUID document, Optional<MinHashSignature> signature)
            throws SQLException {
        StoredSignatures stored = new StoredSignatures(connection, collection);
        Optional<MinHashSignature> before = stored.of(document);
        if (before.isPresent() && before.equals(signature)) {
            return;
        }
        if (before.isPresent()) {
            stored.remove(document);
        }
        if (signature.isEmpty()) {
            place(connection, document, Optional.empty());
            return;
        }
        NearDuplicateGroups groups = new NearDuplicateGroups(stored, NearDuplicateGroups.DEFAULT_THRESHOLD);
        NearDuplicateGroups.Membership membership = groups.add(document.toString(), signature.get());
        if (!membership.groupId().equals(document.toString())) {
            stored.store(document, signature.get(), false);
            owe(connection, UUID.fromString(membership.groupId()));
        }
        place(connection, document, Optional.of(membership));
    }

    private static void place(Connection connection, UUID document, Optional<NearDuplicateGroups.Membership> membership)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update document set near_group = ?::uuid, near_similarity = ? where id = ?")) {
            statement.setString(
                    1, membership.map(NearDuplicateGroups.Membership::groupId).orElse(null));
            statement.setObject(
                    2, membership.map(found -> (float) found.similarity()).orElse(null), Types.REAL);
            statement.setObject(3, document);
            statement.executeUpdate();
        }
    }

    /** The index knows groups of two and more: the first document is told when it ceases to be alone. */
    private static void owe(Connection connection, UUID principal) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                update document set index_debt = 'ALL', revision = revision + 1
                where id = ? and not exists (
                    select 1 from document o where o.near_group = document.id and o.id <> document.id)""")) {
            statement.setObject(1, principal);
            statement.executeUpdate();
        }
    }
}
