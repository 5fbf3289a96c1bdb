package io.docket.web.upload;

import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The folder of the server that a collection takes files from by itself. */
@Path("/api/v1/collections/{id}/watch")
@Tag(name = "Collections")
public class WatchResource {
    private final WatchSettings settings;
    private final CurrentUser user;

    WatchResource(WatchSettings settings, CurrentUser user) {
        this.settings = settings;
        this.user = user;
    }

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "watchedFolder", summary = "The folder of the server that a collection takes files from")
    public WatchSettings.Watched watched(@PathParam("id") UUID id) {
        return settings.require(user.tenantId(), id);
    }

    @PUT
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "watchFolder", summary = "Take the files of a folder of the server by themselves")
    public WatchSettings.Watched watch(@PathParam("id") UUID id, @Valid @NotNull WatchSettings.Wish wish) {
        return settings.set(user.tenantId(), id, wish);
    }

    @DELETE
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "watchNoFolder", summary = "Stop watching; files stay where they are")
    public void stop(@PathParam("id") UUID id) {
        settings.stop(id);
    }
}
