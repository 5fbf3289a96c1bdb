package io.docket.web.search;

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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Searches that people keep. Everybody may keep some of their own. */
@Path("/api/v1/saved-searches")
@Tag(name = "Search")
public class SavedSearchResource {
    private final SavedSearches searches;

    SavedSearchResource(SavedSearches searches) {
        this.searches = searches;
    }

    /**
     * A saved search.
     *
     * @param search parameters of its address, such as {@code q=nda&filter=type:pdf}
     * @param documents found now
     * @param fresh how many more that is than when you last opened it
     */
    public record SavedSearchView(
            UUID id,
            String name,
            String search,
            boolean shared,
            boolean own,
            String owner,
            Instant createdAt,
            long documents,
            long fresh) {
        static SavedSearchView of(SavedSearches.Seen seen) {
            SavedSearch saved = seen.saved();
            return new SavedSearchView(
                    saved.id(),
                    saved.name(),
                    saved.search(),
                    saved.shared(),
                    seen.own(),
                    saved.ownerName(),
                    saved.createdAt(),
                    seen.documents(),
                    seen.fresh());
        }
    }

    /** A search to keep. */
    public record NewSavedSearch(
            @NotBlank @Size(max = 100) String name,
            @NotNull @Size(max = 8_000) String search,
            boolean shared) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "savedSearches", summary = "Your saved searches and the shared ones, with what is new")
    public List<SavedSearchView> all() {
        return searches.seen().stream().map(SavedSearchView::of).toList();
    }

    @POST
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "saveSearch", summary = "Keep a search")
    public SavedSearchView save(@Valid @NotNull NewSavedSearch wish) {
        UUID id = searches.save(wish.name(), wish.search(), wish.shared()).id();
        return one(id);
    }

    @POST
    @Path("/{id}/open")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "openSavedSearch", summary = "Take note of what a saved search finds now")
    public SavedSearchView open(@PathParam("id") UUID id) {
        return one(searches.open(id).id());
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "removeSavedSearch", summary = "Remove a saved search of your own")
    public void remove(@PathParam("id") UUID id) {
        searches.remove(id);
    }

    private SavedSearchView one(UUID id) {
        return searches.seen().stream()
                .filter(seen -> seen.saved().id().equals(id))
                .map(SavedSearchView::of)
                .findFirst()
                .orElseThrow();
    }
}
