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
import org.jboss.resteasy.reactive.RestQuery;

/** Administration of synonyms. */
@Path("/admin/synonyms")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class SynonymsPage {
    private final SynonymGroups groups;

    SynonymsPage(SynonymGroups groups) {
        this.groups = groups;
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance synonyms(List<SynonymGroups.Group> groups, String word);
    }

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public TemplateInstance show(@RestQuery @DefaultValue("") String word) {
        return Templates.synonyms(groups.all(), word);
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response add(@RestForm @DefaultValue("") String words) {
        groups.add(words);
        return Response.seeOther(URI.create("/admin/synonyms")).build();
    }

    @POST
    @Path("{id}/remove")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response remove(@RestPath UUID id) {
        groups.remove(id);
        return Response.seeOther(URI.create("/admin/synonyms")).build();
    }
}
