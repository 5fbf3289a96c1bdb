package io.docket.web.pipeline;

import io.agroal.api.AgroalDataSource;
import io.docket.web.blob.Blob;
import io.docket.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The door of the pipeline: files whose bytes are blobs already get their rows here, and with them their place in the
 * queue.
 */
@ApplicationScoped
public class Intake {
    /** Deadlock, serialisation failure: another try succeeds. */
    private static final Set<String> PASSING = Set.of("40P01", "40001");

    private static final int TRIES = 5;

    private final AgroalDataSource database;
    private final DocumentInserts inserts;
    private final WorkSignal signal;

    Intake(AgroalDataSource database, DocumentInserts inserts, WorkSignal signal) {
        this.database = database;
        this.inserts = inserts;
        this.signal = signal;
    }

    /**
     * Records files of one upload. Sending a file again after its acknowledgement was lost is acknowledged again and
     * changes nothing; other bytes at a path that the upload has already are refused.
     *
     * @return one receipt per file, in their order
     * @throws ProblemException upload ended when the upload takes no more files
     */
    public List<Receipt> receive(Delivery delivery, List<IncomingFile> files) {
        Map<UUID, NewDocument> documents = new LinkedHashMap<>();
        for (IncomingFile file : files) {
            NewDocument document = newDocument(delivery, file);
            documents.putIfAbsent(document.id(), document);
        }
        Map<UUID, Placement> placements = insert(delivery, List.copyOf(documents.values()));
        signal.workArrived();
        List<Receipt> receipts = new ArrayList<>();
        for (IncomingFile file : files) {
            UUID id = DocumentIds.ofFile(delivery.upload(), file.path());
            boolean recorded = documents.get(id).content().equals(file.content());
            receipts.add(receipt(id, file, recorded ? placements.get(id) : new Placement.Known(false)));
        }
        return receipts;
    }

    private static NewDocument newDocument(Delivery delivery, IncomingFile file) {
        UUID id = DocumentIds.ofFile(delivery.upload(), file.path());
        return new NewDocument(
                id,
                delivery.collection(),
                delivery.upload(),
                new NewDocument.Origin(Optional.empty(), id, 0, 0, true),
                file.path(),
                file.path().substring(file.path().lastIndexOf('/') + 1),
                delivery.custodian(),
                file.content(),
                Optional.empty());
    }

    private Map<UUID, Placement> insert(Delivery delivery, List<NewDocument> documents) {
        for (int attempt = 1; ; attempt++) {
            try {
                return QuarkusTransaction.requiringNew().call(() -> {
                    try (Connection connection = database.getConnection()) {
                        requireOpen(connection, delivery);
                        return inserts.insert(connection, documents);
                    }
                });
            } catch (RuntimeException e) {
                if (attempt == TRIES || !passing(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean passing(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null && PASSING.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Holds the upload's row against being ended while its files get theirs. */
    private static void requireOpen(Connection connection, Delivery delivery) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select state from upload where id = ? for share")) {
            statement.setObject(1, delivery.upload());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw ProblemException.notFound(
                            "There is no upload " + delivery.upload() + " that you may see: check the id");
                }
                if (!rows.getString(1).equals("OPEN")) {
                    throw new ProblemException(
                            409,
                            "Upload ended",
                            "Upload " + delivery.upload() + " has ended; start a new upload for further files.");
                }
            }
        }
    }

    private static Receipt receipt(UUID id, IncomingFile file, Placement placement) {
        return switch (placement) {
            case Placement.New() -> new Receipt.Acknowledged(id, file.path(), file.content(), Optional.empty(), false);
            case Placement.DuplicateOf(UUID first) ->
                new Receipt.Acknowledged(id, file.path(), file.content(), Optional.of(first), false);
            case Placement.Known(boolean sameContent) ->
                sameContent
                        ? new Receipt.Acknowledged(id, file.path(), file.content(), Optional.empty(), true)
                        : new Receipt.Refused(
                                file.path(),
                                409,
                                "Path taken",
                                "This upload has another file at \"" + file.path()
                                        + "\" already; rename the file or send it in a new upload.");
        };
    }

    /**
     * What files are delivered for.
     *
     * @param custodian whose files they are; empty when nobody said
     */
    public record Delivery(UUID upload, UUID collection, String custodian) {}

    /**
     * A file whose bytes are stored.
     *
     * @param path normalised path
     * @param content its blob
     */
    public record IncomingFile(String path, Blob content) {}
}
