package io.docket.web.search;

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
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** The saved searches, and what is new in them for the first page. */
@Path("/searches")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class SavedSearchPage {
    private final SavedSearches searches;

    SavedSearchPage(SavedSearches searches) {
        this.searches = searches;
    }

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Templates {
        private Templates() {}

        static native TemplateInstance savedSearches(List<SavedSearches.Seen> searches);

        static native TemplateInstance savedSearchNews(List<SavedSearches.Seen> searches);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance list() {
        return Templates.savedSearches(searches.seen());
    }

    /** The part of the first page. */
    @GET
    @Path("news")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance news() {
        return Templates.savedSearchNews(searches.seen());
    }

    @POST
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public Response save(
            @RestForm @DefaultValue("") String name,
            @RestForm @DefaultValue("") String search,
            @RestForm @DefaultValue("false") boolean shared) {
        searches.save(name, search, shared);
        return Response.seeOther(URI.create("/searches")).build();
    }

    /** Opens a search and takes note that what it finds now is seen. */
    @POST
    @Path("{id}/open")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public Response open(@RestPath UUID id) {
        return Response.seeOther(URI.create(searches.open(id).href())).build();
    }

    @POST
    @Path("{id}/remove")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public Response remove(@RestPath UUID id) {
        searches.remove(id);
        return Response.seeOther(URI.create("/searches")).build();
    }
}
