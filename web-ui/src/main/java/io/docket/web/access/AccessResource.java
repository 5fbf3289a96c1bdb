package io.docket.web.access;

import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who may read a collection. */
@Path("/api/v1/collections/{id}/access")
@Tag(name = "Collections")
public class AccessResource {
    private final CollectionReaders readers;

    AccessResource(CollectionReaders readers) {
        this.readers = readers;
    }

    /**
     * Those who may read a collection besides the tenant's administrators.
     *
     * @param everybody whether nobody is named and the whole tenant may
     */
    public record AccessView(boolean everybody, Set<String> roles, Set<String> people) {
        static AccessView of(CollectionReaders.Readers readers) {
            return new AccessView(readers.isEverybody(), readers.roles(), readers.people());
        }
    }

    /** Roles and user names; both empty for everybody. */
    public record NewAccess(
            @NotNull @Size(max = 10) List<@NotNull String> roles,
            @NotNull @Size(max = 500) List<@NotNull String> people) {}

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "collectionAccess", summary = "Who may read a collection")
    public AccessView show(@PathParam("id") UUID id) {
        return AccessView.of(readers.of(id));
    }

    @PUT
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "setCollectionAccess", summary = "Say who may read a collection")
    public AccessView put(@PathParam("id") UUID id, @Valid @NotNull NewAccess wish) {
        return AccessView.of(readers.put(id, wish.roles(), wish.people()));
    }
}
