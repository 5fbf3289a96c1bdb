package io.docket.web.pipeline;

import io.agroal.api.AgroalDataSource;
import io.docket.index.IndexedDocument;
import io.docket.index.LabelPrediction;
import io.docket.index.Passages;
import io.docket.index.Relabel;
import io.docket.ingest.Outcome;
import io.docket.web.blob.Sha256;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads from database and blobs what the index should hold: whole documents, or their labels only. The one place that
 * decides this, for the pipeline and for a rebuild alike.
 */
@ApplicationScoped
class IndexContent {
    private final AgroalDataSource database;
    private final DocumentTexts texts;
    private final LabelsForIndex labels;
    private final CodingsForIndex codings;

    IndexContent(AgroalDataSource database, DocumentTexts texts, LabelsForIndex labels, CodingsForIndex codings) {
        this.database = database;
        this.texts = texts;
        this.labels = labels;
        this.codings = codings;
    }

    /** Whole documents as they should be in the index now. */
    List<IndexedDocument> documents(String tenant, Collection<UUID> ids) {
        Snapshot snapshot = QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                return new Snapshot(rows(connection, ids), copies(connection, ids), labels.of(ids), codings.of(ids));
            }
        });
        List<IndexedDocument> documents = new ArrayList<>();
        for (Row row : snapshot.rows()) {
            documents.add(document(
                    tenant,
                    row,
                    snapshot.custodians().getOrDefault(row.id(), Set.of()),
                    snapshot.labels().getOrDefault(row.id(), LabelsForIndex.Labels.NONE),
                    snapshot.codings().getOrDefault(row.id(), Map.of())));
        }
        return documents;
    }

    /** The labels of documents that are in the index. */
    List<Relabel> labels(Collection<UUID> ids) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Set<String> classifiers = labels.classifiers();
            Set<String> tagSets = codings.dimensions();
            Map<UUID, LabelsForIndex.Labels> known = labels.of(ids);
            Map<UUID, Map<String, Set<String>>> decided = codings.of(ids);
            if (classifiers.isEmpty() && tagSets.isEmpty()) {
                return List.of();
            }
            return ids.stream()
                    .map(id -> relabel(
                            id,
                            known.getOrDefault(id, LabelsForIndex.Labels.NONE),
                            classifiers,
                            decided.getOrDefault(id, Map.of()),
                            tagSets))
                    .toList();
        });
    }

    private static Relabel relabel(
            UUID id,
            LabelsForIndex.Labels labels,
            Set<String> classifiers,
            Map<String, Set<String>> tags,
            Set<String> tagSets) {
        Map<String, Optional<LabelPrediction>> predictions = new HashMap<>();
        Map<String, Set<String>> codings = new HashMap<>();
        tagSets.forEach(tagSet -> codings.put(tagSet, tags.getOrDefault(tagSet, Set.of())));
        for (String classifier : classifiers) {
            predictions.put(classifier, Optional.ofNullable(labels.predictions().get(classifier)));
            codings.put(
                    classifier,
                    Optional.ofNullable(labels.codings().get(classifier))
                            .map(Set::of)
                            .orElse(Set.of()));
        }
        return new Relabel(id.toString(), predictions, codings);
    }

    private IndexedDocument document(
            String tenant,
            Row row,
            Set<String> custodians,
            LabelsForIndex.Labels labels,
            Map<String, Set<String>> tags) {
        String text = row.text().map(blob -> texts.read(tenant, blob)).orElse("");
        Set<String> everyCustodian = new LinkedHashSet<>();
        everyCustodian.add(row.custodian());
        everyCustodian.addAll(custodians);
        everyCustodian.remove("");
        IndexedDocument.Builder builder = IndexedDocument.builder(
                        row.id().toString(), row.collection().toString())
                .family(row.family().toString())
                .thread(row.thread().map(UUID::toString).orElse(""))
                .nearDuplicates(row.nearGroup().map(UUID::toString).orElse(""))
                .parent(row.parent().map(UUID::toString).orElse(""))
                .name(row.name())
                .path(row.path())
                .custodians(everyCustodian)
                .title(row.title().isEmpty() ? readable(row.name()) : row.title())
                .authors(
                        row.author().isEmpty()
                                ? List.of()
                                : List.of(row.author().split("; ")))
                .mediaType(row.mediaType())
                .typeGroup(TypeGroups.of(row.mediaType()))
                .language(row.language())
                .ingested(row.received())
                .outcome(row.outcome().map(ProgressCounts::reasonKey).orElse(""))
                .size(row.size())
                .text(text)
                .passages(Passages.split(text));
        row.date().ifPresent(builder::date);
        if (row.hasChildren()) {
            builder.traits(Set.of("attachment"));
        }
        labels.predictions().forEach(builder::prediction);
        labels.codings().forEach((classifier, label) -> builder.coding(classifier, Set.of(label)));
        tags.forEach(builder::coding);
        return builder.build();
    }

    /** The words of a file name, so that a file without a title is found by each of them: {@code NDA_final.pdf}. */
    private static String readable(String name) {
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name)
                .replaceAll("[_.]+", " ")
                .strip();
    }

    private static List<Row> rows(Connection connection, Collection<UUID> ids) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select d.*, exists (select 1 from document c where c.parent_id = d.id) as has_children,
                    exists (select 1 from document n where n.near_group = d.near_group and n.id <> d.id) as has_near
                from document d where d.id = any(?)""")) {
            statement.setArray(1, DocumentInserts.uuids(connection, ids));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(Row.read(result));
                }
            }
        }
        return rows;
    }

    /** Custodians of the later copies of each document. */
    private static Map<UUID, Set<String>> copies(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, Set<String>> custodians = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select distinct duplicate_of, custodian from document where duplicate_of = any(?)")) {
            statement.setArray(1, DocumentInserts.uuids(connection, ids));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    custodians
                            .computeIfAbsent(result.getObject(1, UUID.class), id -> new HashSet<>())
                            .add(result.getString(2));
                }
            }
        }
        return custodians;
    }

    private record Snapshot(
            List<Row> rows,
            Map<UUID, Set<String>> custodians,
            Map<UUID, LabelsForIndex.Labels> labels,
            Map<UUID, Map<String, Set<String>>> codings) {}

    private record Row(
            UUID id,
            UUID collection,
            Optional<UUID> parent,
            UUID family,
            String path,
            String name,
            String custodian,
            long size,
            Optional<Outcome> outcome,
            String mediaType,
            String language,
            Optional<Sha256> text,
            String title,
            String author,
            Optional<Instant> date,
            Instant received,
            boolean hasChildren,
            Optional<UUID> thread,
            Optional<UUID> nearGroup) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getObject("id", UUID.class),
                    row.getObject("collection_id", UUID.class),
                    Optional.ofNullable(row.getObject("parent_id", UUID.class)),
                    row.getObject("family_id", UUID.class),
                    row.getString("path"),
                    row.getString("name"),
                    row.getString("custodian"),
                    row.getLong("size"),
                    Optional.ofNullable(row.getString("outcome")).map(Outcome::valueOf),
                    row.getString("media_type"),
                    row.getString("language"),
                    Optional.ofNullable(row.getString("text_sha256")).map(Sha256::new),
                    row.getString("title"),
                    row.getString("author"),
                    Optional.ofNullable(row.getObject("document_date", OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getBoolean("has_children"),
                    Optional.ofNullable(row.getObject("thread_id", UUID.class)),
                    // A group of one is not a group.
                    row.getBoolean("has_near")
                            ? Optional.of(row.getObject("near_group", UUID.class))
                            : Optional.empty());
        }
    }
}
