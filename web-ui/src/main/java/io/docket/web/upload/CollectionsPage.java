package io.docket.web.upload;

import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.Documents;
import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.pipeline.Retries;
import io.docket.web.pipeline.Status;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The list of collections, the page of one with its uploads and documents, and the card that follows an upload. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class CollectionsPage {
    /** More cards than this make a long page and few people read them. */
    private static final int MOST_CARDS = 5;

    /** Documents per page of the list. */
    private static final int PAGE = 50;

    /** Files listed that were not taken; the API lists all. */
    private static final int MOST_REFUSALS = 200;

    private final Collections collections;
    private final Uploads uploads;
    private final ArrivalCounts arrivals;
    private final Refusals refusals;
    private final ProgressCounts progress;
    private final Documents documents;
    private final Retries retries;
    private final CurrentUser user;

    CollectionsPage(
            Collections collections,
            Uploads uploads,
            ArrivalCounts arrivals,
            Refusals refusals,
            ProgressCounts progress,
            Documents documents,
            Retries retries,
            CurrentUser user) {
        this.collections = collections;
        this.uploads = uploads;
        this.arrivals = arrivals;
        this.refusals = refusals;
        this.progress = progress;
        this.documents = documents;
        this.retries = retries;
        this.user = user;
    }

    /** A row of the list. */
    public record CollectionRow(DocumentCollection collection, Progress progress) {}

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance collections(List<CollectionRow> rows);

        static native TemplateInstance collection(CollectionView view);
    }

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Parts {
        private Parts() {}

        static native TemplateInstance uploadCard(UploadCard card);
    }

    @GET
    @Path("collections")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance list() {
        return Templates.collections(collections.all().stream()
                .map(collection -> new CollectionRow(collection, progress.ofCollection(collection.id())))
                .toList());
    }

    @POST
    @Path("collections")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response create(@RestForm String name, @RestForm String description) {
        DocumentCollection made = collections.create(name, description == null ? "" : description, user.displayName());
        return Response.seeOther(URI.create("/collections/" + made.id())).build();
    }

    @GET
    @Path("collections/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance show(
            @RestPath UUID id,
            @RestQuery Optional<UUID> upload,
            @RestQuery Optional<String> state,
            @RestQuery Optional<UUID> after) {
        DocumentCollection collection = collections.require(id);
        String shown = state.orElse("all");
        List<Upload> all = uploads.of(id);
        List<UploadCard> cards = all.stream()
                .limit(MOST_CARDS)
                .map(each -> new UploadCard(each, arrivals.of(each.id()), progress.ofUpload(each.id())))
                .toList();
        List<Document> found = found(id, upload, Status.parse(shown), after);
        boolean more = found.size() > PAGE;
        List<Document> page = more ? found.subList(0, PAGE) : found;
        return Templates.collection(new CollectionView(
                collection,
                upload.isPresent() ? progress.ofUpload(upload.get()) : progress.ofCollection(id),
                cards,
                all.size() - cards.size(),
                upload,
                shown,
                page.stream().map(CollectionView.Row::new).toList(),
                upload.map(chosen -> refusals.of(chosen, MOST_REFUSALS)).orElse(List.of()),
                more
                        ? Optional.of(CollectionView.address(
                                id, upload, shown, Optional.of(page.getLast().id())))
                        : Optional.empty(),
                after.map(last -> CollectionView.address(id, upload, shown, Optional.empty()))));
    }

    /** One page, and one document more where there is a next page. */
    private List<Document> found(UUID collection, Optional<UUID> upload, Status status, Optional<UUID> after) {
        Optional<Documents.Place> place =
                after.flatMap(documents::find).map(last -> new Documents.Place(last.path(), last.id()));
        return upload.isPresent()
                ? documents.ofUpload(upload.get(), status, place, PAGE + 1)
                : documents.ofCollection(collection, status, place, PAGE + 1);
    }

    @GET
    @Path("uploads/{id}/card")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance card(@RestPath UUID id) {
        return Parts.uploadCard(new UploadCard(uploads.require(id), arrivals.of(id), progress.ofUpload(id)));
    }

    @POST
    @Path("uploads/{id}/retry")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response retry(@RestPath UUID id) {
        Upload upload = uploads.require(id);
        retries.upload(id, Optional.empty());
        return Response.seeOther(URI.create("/collections/" + upload.collectionId() + "?upload=" + id))
                .build();
    }

    @POST
    @Path("uploads/{id}/end")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response end(@RestPath UUID id, @RestForm String how) {
        Upload ended = "cancel".equals(how) ? uploads.cancel(id) : uploads.complete(id);
        return Response.seeOther(URI.create("/collections/" + ended.collectionId()))
                .build();
    }
}
