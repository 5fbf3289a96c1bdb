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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                group(connection, collection, ids, signatures);
            }
        } catch (SQLException e) {
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
            Connection connection, UUID collection, List<UUID> documents, Map<UUID, MinHashSignature> signatures)
            throws SQLException {
        StoredSignatures stored = new StoredSignatures(connection, collection);
        Map<UUID, MinHashSignature> before = stored.of(documents);
        List<UUID> changed = documents.stream()
                .filter(document -> !Objects.equals(before.get(document), signatures.get(document)))
                .toList();
        stored.remove(changed.stream().filter(before::containsKey).toList());
        Map<UUID, NearDuplicateGroups.Membership> places = new TreeMap<>();
        SignatureBatch batch = new SignatureBatch(
                stored,
                changed.stream().map(signatures::get).filter(Objects::nonNull).toList());
        NearDuplicateGroups groups = new NearDuplicateGroups(batch, NearDuplicateGroups.DEFAULT_THRESHOLD);
        for (UUID document : changed) {
            MinHashSignature signature = signatures.get(document);
            if (signature != null) {
                NearDuplicateGroups.Membership place = groups.add(document.toString(), signature);
                if (!place.groupId().equals(document.toString())) {
                    batch.addMember(document, signature);
                }
                places.put(document, place);
            }
        }
        batch.write();
        owe(connection, places);
        place(connection, changed, places);
    }

    private static void place(
            Connection connection, List<UUID> documents, Map<UUID, NearDuplicateGroups.Membership> places)
            throws SQLException {
        List<String> groups = new ArrayList<>();
        List<Float> similarities = new ArrayList<>();
        for (UUID document : documents) {
            Optional<NearDuplicateGroups.Membership> place = Optional.ofNullable(places.get(document));
            groups.add(place.map(NearDuplicateGroups.Membership::groupId).orElse(null));
            similarities.add(place.map(found -> (float) found.similarity()).orElse(null));
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                update document set near_group = p.near_group::uuid, near_similarity = p.similarity
                from unnest(?, ?, ?) as p (id, near_group, similarity) where document.id = p.id""")) {
            statement.setArray(1, connection.createArrayOf("uuid", documents.toArray()));
            statement.setArray(2, connection.createArrayOf("text", groups.toArray()));
            statement.setArray(3, connection.createArrayOf("real", similarities.toArray()));
            statement.executeUpdate();
        }
    }

    /** The index knows groups of two and more: the first document is told when it ceases to be alone. */
    private static void owe(Connection connection, Map<UUID, NearDuplicateGroups.Membership> places)
            throws SQLException {
        List<UUID> principals = places.entrySet().stream()
                .map(entry -> Map.entry(
                        entry.getKey(), UUID.fromString(entry.getValue().groupId())))
                .filter(entry -> !entry.getKey().equals(entry.getValue()))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
        if (principals.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                update document set index_debt = 'ALL', revision = revision + 1
                where id in (select id from document where id = any(?) order by id for no key update)
                    and not exists (
                        select 1 from document o where o.near_group = document.id and o.id <> document.id)""")) {
            statement.setArray(1, connection.createArrayOf("uuid", principals.toArray()));
            statement.executeUpdate();
        }
    }
}
