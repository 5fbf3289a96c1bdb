package io.docket.web.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Uploads;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The deletion of an upload with all its documents. */
@Path("/api/v1/uploads/{id}/deletion")
@Tag(name = "Uploads")
public class DeletionResource {
    private final UploadDeletions deletions;
    private final Uploads uploads;

    DeletionResource(UploadDeletions deletions, Uploads uploads) {
        this.deletions = deletions;
        this.uploads = uploads;
    }

    /**
     * A wish to delete.
     *
     * @param documents how many documents the upload has, as a confirmation
     */
    public record Confirmation(@NotNull @PositiveOrZero Long documents) {}

    /**
     * Whether an upload is, or can be, deleted.
     *
     * @param objection why it cannot be deleted now
     * @param deletion the deletion that was asked for
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record State(Optional<String> objection, Optional<UploadDeletions.Deletion> deletion) {}

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(
            operationId = "uploadDeletion",
            summary = "Whether an upload can be deleted, and how far its deletion is")
    public State state(@PathParam("id") UUID id) {
        uploads.require(id);
        return new State(deletions.objection(id), deletions.of(id));
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(
            operationId = "deleteUpload",
            summary = "Delete an upload: its documents, what the index knows of them, and files that nothing else uses")
    public UploadDeletions.Deletion delete(@PathParam("id") UUID id, @Valid @NotNull Confirmation confirmation) {
        return deletions.request(id, confirmation.documents());
    }
}
