package io.docket.web.account;

import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.ArrivalCounts;
import io.docket.web.upload.Collections;
import io.docket.web.upload.DocumentCollection;
import io.docket.web.upload.Upload;
import io.docket.web.upload.UploadCard;
import io.docket.web.upload.Uploads;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** The page that says what the deletion of an upload would take away, asks, and shows how far it is; and the hold. */
@Path("/uploads/{id}/deletion")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class DeletionPage {
    private final UploadDeletions deletions;
    private final CollectionHolds holds;
    private final Uploads uploads;
    private final Collections collections;
    private final ProgressCounts counts;
    private final ArrivalCounts arrivals;

    DeletionPage(
            UploadDeletions deletions,
            CollectionHolds holds,
            Uploads uploads,
            Collections collections,
            ProgressCounts counts,
            ArrivalCounts arrivals) {
        this.deletions = deletions;
        this.holds = holds;
        this.uploads = uploads;
        this.collections = collections;
        this.counts = counts;
        this.arrivals = arrivals;
    }

    /**
     * What the page shows.
     *
     * @param objection why it cannot be deleted now
     * @param deletion the deletion that was asked for
     * @param hold the hold on the collection
     */
    public record DeletionView(
            UploadCard card,
            DocumentCollection collection,
            Optional<String> objection,
            Optional<UploadDeletions.Deletion> deletion,
            Optional<CollectionHolds.Hold> hold) {}

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance deletion(DeletionView view);
    }

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public TemplateInstance show(@RestPath UUID id) {
        Upload upload = uploads.require(id);
        return Templates.deletion(new DeletionView(
                new UploadCard(upload, arrivals.of(id), counts.ofUpload(id)),
                collections.require(upload.collectionId()),
                deletions.objection(id),
                deletions.of(id),
                holds.of(upload.collectionId())));
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response delete(@RestPath UUID id, @RestForm @DefaultValue("-1") long documents) {
        Upload upload = uploads.require(id);
        deletions.request(id, documents);
        return Response.seeOther(URI.create("/collections/" + upload.collectionId()))
                .build();
    }

    /** Places a hold on the upload's collection; without a reason it is lifted. */
    @POST
    @Path("hold")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response hold(@RestPath UUID id, @RestForm @DefaultValue("") String reason) {
        Upload upload = uploads.require(id);
        if (reason.isBlank()) {
            holds.lift(upload.collectionId());
        } else {
            holds.place(upload.collectionId(), reason);
        }
        return Response.seeOther(URI.create("/uploads/" + id + "/deletion")).build();
    }
}
