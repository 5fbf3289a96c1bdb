package io.docket.web.access;

import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether a collection may answer the questions of readers. */
@Path("/api/v1/collections/{id}/answers")
@Tag(name = "Collections")
public class AnswersResource {
    private final AnswerCollections collections;

    AnswersResource(AnswerCollections collections) {
        this.collections = collections;
    }

    /**
     * Whom a collection answers.
     *
     * @param readers whether readers who may read it get answers from it; support staff who may read it always do
     */
    public record AnswersView(@NotNull Boolean readers) {}

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "collectionAnswers", summary = "Whether a collection answers the questions of readers")
    public AnswersView show(@PathParam("id") UUID id) {
        return new AnswersView(collections.isOpen(id));
    }

    @PUT
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(
            operationId = "setCollectionAnswers",
            summary = "Say whether a collection answers the questions of readers")
    public AnswersView put(@PathParam("id") UUID id, @Valid @NotNull AnswersView wish) {
        collections.put(id, wish.readers());
        return show(id);
    }
}
