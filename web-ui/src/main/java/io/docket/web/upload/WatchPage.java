package io.docket.web.upload;

import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** The page where a tenant's administrator lets a collection watch a folder. */
@Path("/collections/{id}/watch")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class WatchPage {
    private final WatchSettings settings;
    private final WatchedFolders folders;
    private final Collections collections;
    private final CurrentUser user;

    WatchPage(WatchSettings settings, WatchedFolders folders, Collections collections, CurrentUser user) {
        this.settings = settings;
        this.folders = folders;
        this.collections = collections;
        this.user = user;
    }

    /**
     * What the page shows.
     *
     * @param parent where the tenant's watched folders are on the server
     */
    public record WatchView(DocumentCollection collection, Optional<WatchSettings.Watched> watched, String parent) {}

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Templates {
        private Templates() {}

        static native TemplateInstance watchedFolder(WatchView view);
    }

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public TemplateInstance page(@RestPath UUID id) {
        return Templates.watchedFolder(new WatchView(
                collections.require(id),
                settings.of(user.tenantId(), id),
                folders.path(user.tenantId(), "").toString()));
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response save(
            @RestPath UUID id, @RestForm String folder, @RestForm String custodian, @RestForm String taken) {
        if (folder == null || folder.isBlank()) {
            settings.stop(id);
        } else {
            settings.set(user.tenantId(), id, new WatchSettings.Wish(folder.strip(), custodian, "move".equals(taken)));
        }
        return Response.seeOther(URI.create("/collections/" + id + "/watch")).build();
    }
}
