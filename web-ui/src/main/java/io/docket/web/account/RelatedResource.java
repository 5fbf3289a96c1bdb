package io.docket.web.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.DocumentSummary;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What belongs to a document. */
@Path("/api/v1/documents/{id}/related")
@Tag(name = "Documents")
public class RelatedResource {
    private final RelatedDocuments related;

    RelatedResource(RelatedDocuments related) {
        this.related = related;
    }

    /**
     * Relatives of a document.
     *
     * @param family its family in reading order, itself included
     * @param first the first copy of the same bytes, when this is a later one
     * @param copies the other copies
     * @param thread the mails of its conversation, the oldest first; empty when it is alone
     * @param nearDuplicates the others of its group of nearly equal texts, the most similar first
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Related(
            List<DocumentSummary> family,
            Optional<DocumentSummary> first,
            List<DocumentSummary> copies,
            List<DocumentSummary> thread,
            List<NearDuplicate> nearDuplicates) {}

    /** A text that is nearly the same, and the estimated share of common word sequences. */
    public record NearDuplicate(DocumentSummary document, double similarity) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(
            operationId = "relatedDocuments",
            summary = "A document's family, conversation, copies and near-duplicates")
    public Related of(@PathParam("id") UUID id) {
        RelatedDocuments.Related found = related.of(id);
        return new Related(
                summaries(found.family()),
                found.first().map(DocumentSummary::of),
                summaries(found.copies()),
                summaries(found.thread()),
                found.near().stream()
                        .map(near -> new NearDuplicate(DocumentSummary.of(near.document()), near.similarity()))
                        .toList());
    }

    private static List<DocumentSummary> summaries(List<Document> documents) {
        return documents.stream().map(DocumentSummary::of).toList();
    }
}
