package io.docket.web.upload;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** The watched folder of a collection: settings by page and by API. */
@Path("/")
@Tag(name = "Collections")
public class WatchResource {
    private final WatchedFolders folders;
    private final Collections collections;
    private final AuditLog audit;
    private final CurrentUser user;

    WatchResource(WatchedFolders folders, Collections collections, AuditLog audit, CurrentUser user) {
        this.folders = folders;
        this.collections = collections;
        this.audit = audit;
        this.user = user;
    }

    /**
     * A wish to watch a folder.
     *
     * @param folder its name below the tenant's folder on the server
     * @param custodian whose files these are; may be missing
     * @param moveTaken whether taken files move into a folder of their own
     */
    public record Wish(
            @NotBlank @Size(max = 200) String folder,
            @Size(max = 255) String custodian,
            boolean moveTaken) {}

    /**
     * A watched folder as the API tells it.
     *
     * @param path where it is on the server
     */
    public record Watched(WatchedFolder settings, String path) {}

    /** What the page shows. */
    public record WatchView(DocumentCollection collection, Optional<Watched> watched, String parent) {}

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Templates {
        private Templates() {}

        static native TemplateInstance watchedFolder(WatchView view);
    }

    @GET
    @Path("api/v1/collections/{id}/watch")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "watchedFolder", summary = "The folder of the server that a collection takes files from")
    public Watched watched(@PathParam("id") UUID id) {
        collections.require(id);
        return folders.of(id)
                .map(this::told)
                .orElseThrow(
                        () -> ProblemException.notFound("Collection " + id + " watches no folder: set one with PUT"));
    }

    @PUT
    @Path("api/v1/collections/{id}/watch")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "watchFolder", summary = "Take the files of a folder of the server by themselves")
    public Watched watch(@PathParam("id") UUID id, @Valid @NotNull Wish wish) {
        return told(set(id, wish));
    }

    @DELETE
    @Path("api/v1/collections/{id}/watch")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "watchNoFolder", summary = "Stop watching; files stay where they are")
    public void stop(@PathParam("id") UUID id) {
        folders.remove(id);
        audit.record("collection.watch-end", "collection/" + id, "");
    }

    @GET
    @Path("collections/{id}/watch")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(hidden = true)
    public TemplateInstance page(@RestPath UUID id) {
        return Templates.watchedFolder(new WatchView(
                collections.require(id),
                folders.of(id).map(this::told),
                folders.path(user.tenantId(), "").toString()));
    }

    @POST
    @Path("collections/{id}/watch")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Blocking
    @Operation(hidden = true)
    public Response save(
            @RestPath UUID id, @RestForm String folder, @RestForm String custodian, @RestForm String taken) {
        if (folder == null || folder.isBlank()) {
            stop(id);
        } else {
            set(id, new Wish(folder.strip(), custodian, "move".equals(taken)));
        }
        return Response.seeOther(URI.create("/collections/" + id + "/watch")).build();
    }

    private WatchedFolder set(UUID id, Wish wish) {
        WatchedFolder set = folders.set(
                user.tenantId(),
                id,
                wish.folder(),
                Optional.ofNullable(wish.custodian()).orElse(""),
                wish.moveTaken(),
                user.userName());
        audit.record("collection.watch", "collection/" + id, "folder " + set.folder());
        return set;
    }

    private Watched told(WatchedFolder folder) {
        return new Watched(
                folder, folders.path(user.tenantId(), folder.folder()).toString());
    }
}
