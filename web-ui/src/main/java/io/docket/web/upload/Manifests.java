package io.docket.web.upload;

import io.agroal.api.AgroalDataSource;
import io.docket.web.blob.Blob;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.DocumentIds;
import io.docket.web.pipeline.Intake;
import io.docket.web.pipeline.Receipt;
import io.docket.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What senders say they will send. An announced file is accounted for from then on: received, refused or missing. The answer
 * to an announcement lets a sender go on where it stopped, and spares it bytes that the collection has.
 */
@ApplicationScoped
public class Manifests {
    private final AgroalDataSource database;
    private final Uploads uploads;
    private final Refusals refusals;
    private final Intake intake;
    private final BlobStore blobs;

    Manifests(AgroalDataSource database, Uploads uploads, Refusals refusals, Intake intake, BlobStore blobs) {
        this.database = database;
        this.uploads = uploads;
        this.refusals = refusals;
        this.intake = intake;
        this.blobs = blobs;
    }

    /**
     * A file that will be sent.
     *
     * @param path where it is in the sender's folders, as the sender wrote it
     * @param size its bytes, zero or more
     * @param hash of its bytes; empty when the sender did not compute it
     */
    public record Entry(String path, long size, Optional<Sha256> hash) {}

    /** What is to be done about an announced file. */
    public sealed interface Answer {
        /** Its bytes are wanted. */
        record Wanted(UploadPath path) implements Answer {}

        /** It was acknowledged before, in the same upload. */
        record Received(UploadPath path) implements Answer {}

        /** The collection has its bytes: it was recorded as a copy just now and need not be sent. */
        record Recorded(UploadPath path, UUID document, UUID duplicateOf) implements Answer {}

        /** It cannot be taken. */
        record Refused(String path, String title, String detail) implements Answer {}
    }

    /** Size and hash that a sender announced. */
    record Announced(long size, Optional<Sha256> hash) {
        /** Whether bytes that arrived are those announced. */
        boolean fits(Blob blob) {
            return size == blob.size()
                    && hash.map(expected -> expected.equals(blob.hash())).orElse(true);
        }
    }

    /**
     * Notes what the sender intends to send. Entries add to those noted before; announcing a path again replaces its size
     * and hash.
     *
     * @param tenant of the user
     * @return one answer per entry, in their order
     * @throws ProblemException when the upload does not exist or has ended
     */
    public List<Answer> announce(String tenant, UUID uploadId, List<Entry> entries) {
        Upload upload = uploads.requireOpen(uploadId);
        List<Answer> answers = new ArrayList<>();
        Map<UUID, Place> places = new HashMap<>();
        List<Refusals.Refusal> refused = new ArrayList<>();
        for (Entry entry : entries) {
            try {
                UploadPath path = UploadPath.parse(entry.path());
                UUID id = DocumentIds.ofFile(uploadId, path.value());
                if (places.putIfAbsent(id, new Place(answers.size(), path, entry)) != null) {
                    throw new ProblemException(
                            409,
                            "Path twice",
                            "The path \"" + path + "\" is in the list twice; rename one of the two files.");
                }
                answers.add(new Answer.Wanted(path));
            } catch (ProblemException e) {
                answers.add(new Answer.Refused(entry.path(), e.title(), e.getMessage()));
                if (e.status() != 409) {
                    refused.add(new Refusals.Refusal(entry.path(), e.title(), e.getMessage()));
                }
            }
        }
        refusals.add(uploadId, refused);
        Map<UUID, Announced> known = QuarkusTransaction.requiringNew().call(() -> note(uploadId, places));
        Map<UUID, Place> wanted = new HashMap<>(places);
        known.forEach((id, content) -> {
            Place place = wanted.remove(id);
            answers.set(place.index(), known(place, content));
        });
        recordCopies(tenant, upload, wanted, answers);
        return answers;
    }

    /**
     * What was announced about some files of an upload, by the id of the document each will become; those that were not
     * announced are not in the answer.
     */
    Map<UUID, Announced> announced(UUID upload, Collection<UUID> ids) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> read(
                        "select id, size, sha256 from upload_manifest_entry where id = any(?) and upload_id = ?",
                        ids,
                        upload));
    }

    private static Answer known(Place place, Announced content) {
        boolean same = new Announced(place.entry().size(), place.entry().hash())
                .fits(new Blob(content.hash().orElseThrow(), content.size()));
        return same
                ? new Answer.Received(place.path())
                : new Answer.Refused(
                        place.path().value(),
                        "Path taken",
                        "This upload has another file at \"" + place.path()
                                + "\" already: it changed since; send it in a new upload.");
    }

    /** Writes the entries down and finds those that were received before. */
    private Map<UUID, Announced> note(UUID upload, Map<UUID, Place> places) throws SQLException {
        if (places.isEmpty()) {
            return Map.of();
        }
        List<UUID> ids = places.keySet().stream().sorted().toList();
        List<Place> ordered = ids.stream().map(places::get).toList();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        insert into upload_manifest_entry as m (upload_id, tenant_id, id, path, size, sha256)
                        select ?, docket_tenant(), e.* from unnest(?::uuid[], ?::text[], ?::bigint[], ?::text[]) e
                        on conflict (upload_id, id) do update set size = excluded.size, sha256 = excluded.sha256
                        where m.size <> excluded.size or m.sha256 is distinct from excluded.sha256""")) {
            statement.setObject(1, upload);
            statement.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            ordered.stream().map(place -> place.path().value()).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "bigint",
                            ordered.stream().map(place -> place.entry().size()).toArray()));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text",
                            ordered.stream()
                                    .map(place -> place.entry()
                                            .hash()
                                            .map(Sha256::hex)
                                            .orElse(null))
                                    .toArray()));
            statement.executeUpdate();
        }
        return read("select id, size, sha256 from document where id = any(?) and upload_id = ?", ids, upload);
    }

    private Map<UUID, Announced> read(String sql, Collection<UUID> ids, UUID upload) throws SQLException {
        Map<UUID, Announced> found = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.setObject(2, upload);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            rows.getObject(1, UUID.class),
                            new Announced(
                                    rows.getLong(2),
                                    Optional.ofNullable(rows.getString(3)).map(Sha256::new)));
                }
            }
        }
        return found;
    }

    /**
     * Records files whose bytes the same collection has. Only the same collection, whose readers stay the same: a hash alone
     * must never open a document of another one.
     */
    private void recordCopies(String tenant, Upload upload, Map<UUID, Place> wanted, List<Answer> answers) {
        Set<String> hashes = new HashSet<>();
        wanted.values().forEach(place -> place.entry().hash().ifPresent(hash -> hashes.add(hash.hex())));
        if (hashes.isEmpty()) {
            return;
        }
        Map<String, Long> here =
                QuarkusTransaction.requiringNew().call(() -> sizesInCollection(upload.collectionId(), hashes));
        List<Place> copies = wanted.values().stream()
                .filter(place -> place.entry()
                        .hash()
                        .filter(hash -> here.getOrDefault(hash.hex(), -1L)
                                        == place.entry().size()
                                && blobs.contains(tenant, hash))
                        .isPresent())
                .toList();
        if (copies.isEmpty()) {
            return;
        }
        List<Receipt> receipts = intake.receive(
                new Intake.Delivery(upload.id(), upload.collectionId(), upload.custodian()),
                copies.stream()
                        .map(place -> new Intake.IncomingFile(
                                place.path().value(),
                                new Blob(
                                        place.entry().hash().orElseThrow(),
                                        place.entry().size())))
                        .toList());
        for (int i = 0; i < copies.size(); i++) {
            Place place = copies.get(i);
            answers.set(
                    place.index(),
                    switch (receipts.get(i)) {
                        case Receipt.Acknowledged file ->
                            file.duplicateOf()
                                    .<Answer>map(first -> new Answer.Recorded(place.path(), file.document(), first))
                                    .orElseGet(() -> new Answer.Received(place.path()));
                        case Receipt.Refused refusal ->
                            new Answer.Refused(refusal.path(), refusal.title(), refusal.detail());
                    });
        }
    }

    private Map<String, Long> sizesInCollection(UUID collection, Set<String> hashes) throws SQLException {
        Map<String, Long> sizes = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select sha256, size from document where collection_id = ? and sha256 = any(?) and sole_copy")) {
            statement.setObject(1, collection);
            statement.setArray(2, connection.createArrayOf("text", hashes.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sizes.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return sizes;
    }

    /** An entry with its place in the answer. */
    private record Place(int index, UploadPath path, Entry entry) {}
}
