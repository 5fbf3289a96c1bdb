package io.docket.web.search;

import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Words that a tenant uses for the same thing. */
@Path("/api/v1/synonyms")
@Tag(name = "Search")
public class SynonymResource {
    private final SynonymGroups groups;

    SynonymResource(SynonymGroups groups) {
        this.groups = groups;
    }

    /** Words or phrases of one meaning. */
    public record NewGroup(@NotNull @Size(min = 2, max = 32) List<@NotNull String> words) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "synonyms", summary = "The groups of words that mean the same")
    public List<SynonymGroups.Group> all() {
        return groups.all();
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "addSynonyms", summary = "Add a group of words that mean the same")
    public SynonymGroups.Group add(@Valid @NotNull NewGroup wish) {
        return groups.add(String.join(",", wish.words()));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "removeSynonyms", summary = "Remove a group of words")
    public void remove(@PathParam("id") UUID id) {
        groups.remove(id);
    }
}
