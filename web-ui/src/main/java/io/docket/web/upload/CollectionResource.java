package io.docket.web.upload;

import io.docket.web.pipeline.DocumentSummary;
import io.docket.web.pipeline.Documents;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.pipeline.ProgressView;
import io.docket.web.pipeline.Retries;
import io.docket.web.pipeline.Status;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Collections and what is in them. */
@Path("/api/v1/collections")
@Tag(name = "Collections")
public class CollectionResource {
    private final Collections collections;
    private final Uploads uploads;
    private final Documents documents;
    private final ProgressCounts counts;
    private final Retries retries;
    private final UploadViews views;
    private final CurrentUser user;

    CollectionResource(
            Collections collections,
            Uploads uploads,
            Documents documents,
            ProgressCounts counts,
            Retries retries,
            UploadViews views,
            CurrentUser user) {
        this.collections = collections;
        this.uploads = uploads;
        this.documents = documents;
        this.counts = counts;
        this.retries = retries;
        this.views = views;
        this.user = user;
    }

    /**
     * A collection to be created.
     *
     * @param name unique within the tenant
     * @param description what it is for; may be missing
     */
    public record NewCollection(
            @NotBlank @Size(max = 200) String name,
            @Size(max = 2000) String description) {}

    /** A collection with its counts. */
    public record CollectionView(
            UUID id, String name, String description, Instant createdAt, String createdBy, ProgressView progress) {}

    /**
     * An upload to be started.
     *
     * @param custodian the person or source the files come from; may be missing
     * @param name what is sent, a folder's name for example; may be missing
     * @param source {@code BROWSER} for pages; missing for programs
     */
    public record NewUpload(
            @Size(max = 255) String custodian,
            @Size(max = 1000) String name,
            @Pattern(regexp = "BROWSER|API") String source) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "collections", summary = "All collections with their counts")
    public List<CollectionView> all() {
        return collections.all().stream().map(this::view).toList();
    }

    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "createCollection", summary = "Create a collection")
    public RestResponse<CollectionView> create(@Valid @NotNull NewCollection wish) {
        DocumentCollection created = collections.create(
                wish.name(), Optional.ofNullable(wish.description()).orElse(""), user.userName());
        return RestResponse.ResponseBuilder.<CollectionView>created(URI.create("/api/v1/collections/" + created.id()))
                .entity(view(created))
                .build();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "collection", summary = "One collection with its counts")
    public CollectionView one(@PathParam("id") UUID id) {
        return view(collections.require(id));
    }

    @GET
    @Path("/{id}/uploads")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "uploadsOfCollection", summary = "The uploads of a collection, the latest first")
    public List<UploadView> uploads(
            @PathParam("id") UUID id,
            @QueryParam("state") @DefaultValue("all") @Pattern(regexp = "all|open") String state) {
        return uploads.of(collections.require(id).id()).stream()
                .filter(upload -> state.equals("all") || upload.state() == Upload.State.OPEN)
                .map(views::of)
                .toList();
    }

    @POST
    @Path("/{id}/uploads")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "startUpload", summary = "Start an upload into a collection")
    public RestResponse<UploadView> start(@PathParam("id") UUID id, @Valid NewUpload wish) {
        Optional<NewUpload> wanted = Optional.ofNullable(wish);
        Upload upload = uploads.start(
                id,
                new Upload.Beginning(
                        wanted.map(NewUpload::custodian).orElse(""),
                        wanted.map(NewUpload::name).orElse(""),
                        wanted.map(NewUpload::source)
                                .map(Upload.Source::valueOf)
                                .orElse(Upload.Source.API),
                        user.userName()));
        return RestResponse.ResponseBuilder.<UploadView>created(URI.create("/api/v1/uploads/" + upload.id()))
                .entity(views.of(upload))
                .build();
    }

    @GET
    @Path("/{id}/documents")
    @RolesAllowed(Roles.READER)
    @Operation(
            operationId = "documentsOfCollection",
            summary = "The documents of a collection by path, each with its outcome")
    public DocumentSummary.Page documents(
            @PathParam("id") UUID id,
            @QueryParam("status") @DefaultValue("all") String status,
            @QueryParam("after") String after,
            @QueryParam("size") @DefaultValue("100") int size) {
        collections.require(id);
        return DocumentSummary.page(
                documents.ofCollection(id, Status.parse(status), DocumentSummary.readPlace(after), size), size);
    }

    @POST
    @Path("/{id}/retry")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "retryCollection", summary = "Retry what failed in a collection, wholly or for one reason")
    public UploadResource.Retried retry(@PathParam("id") UUID id, @QueryParam("reason") String reason) {
        collections.require(id);
        return new UploadResource.Retried(retries.collection(id, Optional.ofNullable(reason)));
    }

    private CollectionView view(DocumentCollection collection) {
        return new CollectionView(
                collection.id(),
                collection.name(),
                collection.description(),
                collection.createdAt(),
                collection.createdBy(),
                ProgressView.of(counts.ofCollection(collection.id())));
    }
}
