package io.docket.web.account;

import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What belongs to a document: its family, and the other places in which the same bytes were found. */
@ApplicationScoped
public class RelatedDocuments {
    private final Documents documents;

    RelatedDocuments(Documents documents) {
        this.documents = documents;
    }

    /**
     * Everything that belongs to a document.
     *
     * @param document the document
     * @param family the documents of its family in reading order, itself included
     * @param first the first copy, when the document is a later one
     * @param copies the other copies of the same bytes, this document and the first left out
     */
    public record Related(Document document, List<Document> family, Optional<Document> first, List<Document> copies) {}

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
        return new Related(document, documents.family(document.familyId()), first, copies);
    }
}
