package io.docket.web.account;

import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The hold on a collection, which forbids that anything of it is deleted. */
@Path("/api/v1/collections/{id}/hold")
@Tag(name = "Collections")
public class HoldResource {
    private final CollectionHolds holds;
    private final Collections collections;

    HoldResource(CollectionHolds holds, Collections collections) {
        this.holds = holds;
        this.collections = collections;
    }

    /** A hold to be placed; the reason names the matter. */
    public record NewHold(@NotBlank @Size(max = 500) String reason) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "hold", summary = "The hold on a collection")
    public CollectionHolds.Hold hold(@PathParam("id") UUID id) {
        return holds.of(collections.require(id).id())
                .orElseThrow(() -> ProblemException.notFound("There is no hold on collection " + id));
    }

    @PUT
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "placeHold", summary = "Place a hold on a collection")
    public CollectionHolds.Hold place(@PathParam("id") UUID id, @Valid @NotNull NewHold hold) {
        return holds.place(id, hold.reason());
    }

    @DELETE
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "liftHold", summary = "Lift the hold on a collection")
    public void lift(@PathParam("id") UUID id) {
        holds.lift(collections.require(id).id());
    }
}
