package io.docket.web.review;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.Documents;
import io.docket.web.tenant.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The panel of coding and notes on a document's page, which replaces itself after each act. */
@Path("/documents/{id}/coding")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class CodingPage {
    private static final int LONGEST_NOTE = 4_000;

    private final CodingPanels panels;
    private final Reviews reviews;
    private final Notes notes;
    private final Documents documents;
    private final AuditLog audit;

    CodingPage(CodingPanels panels, Reviews reviews, Notes notes, Documents documents, AuditLog audit) {
        this.panels = panels;
        this.reviews = reviews;
        this.notes = notes;
        this.documents = documents;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Parts {
        private Parts() {}

        static native TemplateInstance codingPanel(CodingPanel view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance show(@RestPath UUID id, @RestQuery @DefaultValue("DOCUMENTS") CodingBatch.Scope scope) {
        return panel(id, scope);
    }

    /** Gives a tag, or takes it away when the document has it. */
    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public TemplateInstance code(
            @RestPath UUID id,
            @RestForm @DefaultValue("DOCUMENTS") CodingBatch.Scope scope,
            @RestForm @DefaultValue("false") boolean given,
            @RestForm UUID tag) {
        List<UUID> one = List.of(tag);
        reviews.code(scope, List.of(id), given ? List.of() : one, given ? one : List.of());
        return panel(id, scope);
    }

    @POST
    @Path("undo")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public TemplateInstance undo(@RestPath UUID id, @RestForm @DefaultValue("DOCUMENTS") CodingBatch.Scope scope) {
        documents.require(id);
        reviews.undoLatest();
        return panel(id, scope);
    }

    @POST
    @Path("notes")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public TemplateInstance write(@RestPath UUID id, @RestForm @DefaultValue("") String content) {
        String text = content.strip();
        if (!text.isEmpty()) {
            Note note = notes.write(id, text.substring(0, Math.min(text.length(), LONGEST_NOTE)), reviews.reviewer());
            audit.record("note.write", "document/" + id, "note " + note.id());
        }
        return panel(id, CodingBatch.Scope.DOCUMENTS);
    }

    @POST
    @Path("notes/{note}/remove")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public TemplateInstance remove(@RestPath UUID id, @RestPath UUID note) {
        notes.remove(id, note, reviews.reviewer());
        audit.record("note.remove", "document/" + id, "note " + note);
        return panel(id, CodingBatch.Scope.DOCUMENTS);
    }

    private TemplateInstance panel(UUID id, CodingBatch.Scope scope) {
        return Parts.codingPanel(panels.of(documents.require(id).id(), scope));
    }
}
