package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.ingest.fingerprint.MinHashSignature;
import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.Documents;
import io.docket.web.pipeline.PipelineException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What belongs to a document: its family, its conversation, the other places in which the same bytes were found, and texts
 * that are nearly the same.
 */
@ApplicationScoped
public class RelatedDocuments {
    private final Documents documents;
    private final AgroalDataSource database;

    RelatedDocuments(Documents documents, AgroalDataSource database) {
        this.documents = documents;
        this.database = database;
    }

    /**
     * Everything that belongs to a document.
     *
     * @param document the document
     * @param family the documents of its family in reading order, itself included
     * @param first the first copy, when the document is a later one
     * @param copies the other copies of the same bytes, this document and the first left out
     * @param thread the mails of its conversation, the oldest first; empty when it is alone or no mail
     * @param near the others of its group of nearly equal texts, the most similar first
     */
    public record Related(
            Document document,
            List<Document> family,
            Optional<Document> first,
            List<Document> copies,
            List<Document> thread,
            List<Near> near) {}

    /**
     * A text that is nearly the same.
     *
     * @param similarity estimated share of common word sequences, 0 to 1
     */
    public record Near(Document document, double similarity) {}

    /**
     * Finds what belongs to a document.
     *
     * @throws io.docket.web.problem.ProblemException not found
     */
    @Transactional
    public Related of(UUID id) {
        Document document = documents.require(id);
        Optional<Document> first = document.duplicateOf().flatMap(documents::find);
        List<Document> copies = documents.copies(first.orElse(document).id()).stream()
                .filter(copy -> !copy.id().equals(id))
                .toList();
        return new Related(
                document,
                documents.family(document.familyId()),
                first,
                copies,
                unlessAlone(document.threadId().map(documents::thread).orElse(List.of())),
                near(document));
    }

    /** Stored similarities are to the group's first document; a reader asks about this one. */
    private List<Near> near(Document document) {
        List<Document> group =
                unlessAlone(document.nearGroup().map(documents::nearGroup).orElse(List.of()));
        Map<UUID, MinHashSignature> signatures =
                signatures(group.stream().map(Document::id).toList());
        MinHashSignature own = signatures.get(document.id());
        return group.stream()
                .filter(other -> !other.id().equals(document.id()) && signatures.containsKey(other.id()))
                .map(other -> new Near(other, own.similarity(signatures.get(other.id()))))
                .sorted(Comparator.comparingDouble(Near::similarity).reversed())
                .toList();
    }

    private Map<UUID, MinHashSignature> signatures(List<UUID> ids) {
        Map<UUID, MinHashSignature> signatures = new HashMap<>();
        try (Connection connection = database.getConnection()) {
            Sql.query(
                    connection,
                    row -> signatures.put(row.getObject(1, UUID.class), MinHashSignature.fromBytes(row.getBytes(2))),
                    "select document_id, signature from near_signature where document_id = any(?)",
                    ids);
        } catch (SQLException e) {
            throw new PipelineException("The signatures of " + ids.size() + " documents could not be read", e);
        }
        return signatures;
    }

    private static List<Document> unlessAlone(List<Document> group) {
        return group.size() > 1 ? group : List.of();
    }
}
