package io.docket.web.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.ml.WeightedSpan;
import io.docket.web.audit.AuditLog;
import io.docket.web.blob.BlobStore;
import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.DocumentSummary;
import io.docket.web.pipeline.Documents;
import io.docket.web.pipeline.Quarantine;
import io.docket.web.pipeline.Retries;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.taxonomy.LabelledExamples;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.training.Predictions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One document: what it says, where it belongs, what people and models call it. */
@Path("/api/v1/documents")
@Tag(name = "Documents")
public class DocumentResource {
    private static final int LONGEST_TEXT = 5_000_000;

    private final DocumentViews views;
    private final Documents documents;
    private final Retries retries;
    private final Classifiers classifiers;
    private final LabelledExamples examples;
    private final BlobStore blobs;
    private final CurrentUser user;
    private final AuditLog audit;
    private final Quarantine quarantine;

    DocumentResource(
            DocumentViews views,
            Documents documents,
            Retries retries,
            Classifiers classifiers,
            LabelledExamples examples,
            BlobStore blobs,
            CurrentUser user,
            AuditLog audit,
            Quarantine quarantine) {
        this.views = views;
        this.documents = documents;
        this.retries = retries;
        this.classifiers = classifiers;
        this.examples = examples;
        this.blobs = blobs;
        this.user = user;
        this.audit = audit;
        this.quarantine = quarantine;
    }

    /**
     * A document with everything around it.
     *
     * @param attempts how often the present step was begun; 0 for a document that search finds
     * @param currentInSearch whether search knows its latest labels, coding and relatives; a change is not known for some seconds
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record DocumentDetail(
            DocumentSummary document,
            String title,
            String author,
            Instant date,
            String language,
            long characters,
            int attempts,
            boolean currentInSearch,
            Map<String, List<String>> metadata,
            List<DocumentSummary> family,
            List<DocumentSummary> children,
            List<DocumentSummary> copies,
            List<Predictions.StoredPrediction> predictions,
            Map<String, String> labels) {}

    /** A label for a document. */
    public record GivenLabel(
            @NotNull @Size(min = 1, max = 200) String label) {}

    /** Documents to retry. */
    public record Selection(
            @NotNull @Size(min = 1, max = 10_000) List<@NotNull UUID> documents) {}

    /** How many documents begin again. */
    public record Retried(int documents) {}

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(
            operationId = "document",
            summary = "One document: record, metadata, family, copies, predictions, labels")
    public DocumentDetail one(@PathParam("id") UUID id) {
        DocumentViews.DocumentView view = views.view(id);
        Document document = view.document();
        audit.record("document.view", "document/" + id, document.name());
        return new DocumentDetail(
                DocumentSummary.of(document),
                document.title(),
                document.author(),
                document.documentDate().orElse(null),
                document.language(),
                document.characters(),
                document.attempts(),
                document.currentInSearch(),
                document.metadata(),
                view.family().stream().map(DocumentSummary::of).toList(),
                view.children().stream().map(DocumentSummary::of).toList(),
                view.copies().stream().map(DocumentSummary::of).toList(),
                view.predictions(),
                view.labels());
    }

    @GET
    @Path("/{id}/text")
    @RolesAllowed(Roles.READER)
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    @Operation(operationId = "documentText", summary = "The extracted text, or its first five million characters")
    public String text(@PathParam("id") UUID id) {
        Document document = documents.require(id);
        audit.record("document.view", "document/" + id, document.name());
        return views.text(user.tenantId(), id, LONGEST_TEXT);
    }

    @GET
    @Path("/{id}/original")
    @RolesAllowed(Roles.READER)
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(operationId = "documentOriginal", summary = "The original bytes, always as an attachment")
    public Response original(@PathParam("id") UUID id) {
        Document document = documents.require(id);
        quarantine.check(document);
        if (!blobs.contains(user.tenantId(), document.sha256())) {
            throw new ProblemException(
                    500, "Bytes missing", "The bytes of document " + id + " are missing: restore them from a backup");
        }
        audit.record("document.download", "document/" + id, document.name());
        String name = URLEncoder.encode(document.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return Response.ok(blobs.path(user.tenantId(), document.sha256()).toFile())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename*=UTF-8''" + name)
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .build();
    }

    @GET
    @Path("/{id}/explanation")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "explainLabel", summary = "The passages that spoke for or against a label")
    public List<WeightedSpan> explain(
            @PathParam("id") UUID id,
            @QueryParam("classifier") UUID classifier,
            @QueryParam("label") @DefaultValue("") String label) {
        documents.require(id);
        if (classifier == null || label.isBlank()) {
            throw ProblemException.badRequest("Name the classifier by its id and the label to explain");
        }
        return views.explain(
                user.tenantId(), id, classifiers.require(classifier).id(), label);
    }

    @PUT
    @Path("/{id}/labels/{classifier}")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "labelDocument", summary = "Give a document a label, or correct it")
    public Map<String, String> label(
            @PathParam("id") UUID id, @PathParam("classifier") UUID classifier, @Valid @NotNull GivenLabel label) {
        examples.labelByHand(classifiers.require(classifier).id(), id, label.label(), user.userName());
        return views.view(id).labels();
    }

    @DELETE
    @Path("/{id}/labels/{classifier}")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "unlabelDocument", summary = "Take a document's label away")
    public void unlabel(@PathParam("id") UUID id, @PathParam("classifier") UUID classifier) {
        examples.unlabel(classifier, id);
    }

    @POST
    @Path("/{id}/retry")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "retryDocument", summary = "Retry a document that failed")
    public Retried retry(@PathParam("id") UUID id) {
        return new Retried(retries.documents(List.of(documents.require(id).id())));
    }

    @POST
    @Path("/retry")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "retryDocuments", summary = "Retry a selection of documents that failed")
    public Retried retry(@Valid @NotNull Selection selection) {
        return new Retried(retries.documents(selection.documents()));
    }
}
