package io.docket.web.review;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.Documents;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What people decided and wrote about one document. */
@Path("/api/v1/documents/{id}/coding")
@Tag(name = "Review")
public class DocumentCodingResource {
    private final CodingPanels panels;
    private final Reviews reviews;
    private final Notes notes;
    private final Documents documents;
    private final AuditLog audit;

    DocumentCodingResource(CodingPanels panels, Reviews reviews, Notes notes, Documents documents, AuditLog audit) {
        this.panels = panels;
        this.reviews = reviews;
        this.notes = notes;
        this.documents = documents;
        this.audit = audit;
    }

    /**
     * A document's coding.
     *
     * @param tags names of its tags by key of the tag set
     */
    public record CodingView(Map<String, List<String>> tags, List<NoteView> notes, List<CodingPanel.Event> history) {}

    /** A note. */
    public record NoteView(UUID id, String content, Instant writtenAt, String writtenBy) {
        static NoteView of(Note note) {
            return new NoteView(note.id(), note.content(), note.writtenAt(), note.writtenBy());
        }
    }

    /** A note to be written. */
    public record NewNote(@NotBlank @Size(max = 4_000) String content) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "documentCoding", summary = "A document's tags, notes and their history")
    public CodingView one(@PathParam("id") UUID id) {
        CodingPanel panel = panels.of(documents.require(id).id(), CodingBatch.Scope.DOCUMENTS);
        Map<String, List<String>> tags = new TreeMap<>();
        panel.questions().forEach(question -> {
            List<String> given = question.answers().stream()
                    .filter(CodingPanel.Answer::given)
                    .map(answer -> answer.tag().name())
                    .toList();
            if (!given.isEmpty()) {
                tags.put(question.set().key(), given);
            }
        });
        return new CodingView(tags, panel.notes().stream().map(NoteView::of).toList(), panel.history());
    }

    @POST
    @Path("/notes")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "writeNote", summary = "Write a note about a document")
    public NoteView write(@PathParam("id") UUID id, @Valid @NotNull NewNote wish) {
        Note note = notes.write(id, wish.content(), reviews.reviewer());
        audit.record("note.write", "document/" + id, "note " + note.id());
        return NoteView.of(note);
    }

    @DELETE
    @Path("/notes/{note}")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "removeNote", summary = "Remove a note of one's own")
    public void remove(@PathParam("id") UUID id, @PathParam("note") UUID note) {
        notes.remove(documents.require(id).id(), note, reviews.reviewer());
        audit.record("note.remove", "document/" + id, "note " + note);
    }
}
