package io.docket.web.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.DocumentSummary;
import io.docket.web.pipeline.Documents;
import io.docket.web.pipeline.LiveUpdates;
import io.docket.web.pipeline.Receipt;
import io.docket.web.pipeline.Retries;
import io.docket.web.pipeline.Status;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Uploads: files in, receipts out, progress live. */
@Path("/api/v1/uploads")
@Tag(name = "Uploads")
public class UploadResource {
    private final Uploads uploads;
    private final Manifests manifests;
    private final Refusals refusals;
    private final FileReception reception;
    private final Documents documents;
    private final UploadViews views;
    private final Retries retries;
    private final LiveUpdates live;
    private final CurrentUser user;

    UploadResource(
            Uploads uploads,
            Manifests manifests,
            Refusals refusals,
            FileReception reception,
            Documents documents,
            UploadViews views,
            Retries retries,
            LiveUpdates live,
            CurrentUser user) {
        this.uploads = uploads;
        this.manifests = manifests;
        this.refusals = refusals;
        this.reception = reception;
        this.documents = documents;
        this.views = views;
        this.retries = retries;
        this.live = live;
        this.user = user;
    }

    /** Files the sender intends to send. */
    public record Manifest(
            @NotNull @Size(min = 1, max = 10_000) List<@Valid @NotNull Entry> files) {
        /** One of them; {@code sha256} may be missing. */
        public record Entry(
                @NotNull String path,
                @PositiveOrZero long size,
                @Pattern(regexp = "[0-9a-f]{64}") String sha256) {
            Manifests.Entry announced() {
                return new Manifests.Entry(
                        path, size, Optional.ofNullable(sha256).map(Sha256::new));
            }
        }
    }

    /**
     * What is to be done about the files of a manifest.
     *
     * @param missing paths of those that are to be sent
     * @param files every file, in the order of the manifest
     */
    public record Missing(List<String> missing, List<Announced> files) {
        /**
         * One of them.
         *
         * @param status {@code send}, {@code received} (before, in this upload), {@code duplicate} (recorded as a copy of
         *     what the collection has; need not be sent) or {@code refused}
         */
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Announced(
                String path, String status, UUID document, UUID duplicateOf, String title, String detail) {
            static Announced of(Manifests.Answer answer) {
                return switch (answer) {
                    case Manifests.Answer.Wanted(UploadPath path) ->
                        new Announced(path.value(), "send", null, null, null, null);
                    case Manifests.Answer.Received(UploadPath path) ->
                        new Announced(path.value(), "received", null, null, null, null);
                    case Manifests.Answer.Recorded(UploadPath path, UUID document, UUID first) ->
                        new Announced(path.value(), "duplicate", document, first, null, null);
                    case Manifests.Answer.Refused(String path, String title, String detail) ->
                        new Announced(path, "refused", null, null, title, detail);
                };
            }
        }

        static Missing of(List<Manifests.Answer> answers) {
            List<Announced> files = answers.stream().map(Announced::of).toList();
            return new Missing(
                    files.stream()
                            .filter(file -> file.status().equals("send"))
                            .map(Announced::path)
                            .toList(),
                    files);
        }
    }

    /**
     * What became of a file.
     *
     * @param status {@code acknowledged}, {@code duplicate} or {@code refused}
     * @param again whether it was acknowledged before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FileReceipt(
            String path,
            String status,
            UUID document,
            String sha256,
            Long size,
            UUID duplicateOf,
            Boolean again,
            String title,
            String detail) {}

    /** What became of the files of one request. */
    public record FileReceipts(int acknowledged, int refused, List<FileReceipt> files) {
        static FileReceipts of(List<Receipt> receipts) {
            List<FileReceipt> files =
                    receipts.stream().map(UploadResource::view).toList();
            int refused = (int) files.stream()
                    .filter(file -> file.status().equals("refused"))
                    .count();
            return new FileReceipts(files.size() - refused, refused, files);
        }
    }

    /** How many documents begin again. */
    public record Retried(int documents) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "uploads", summary = "The latest uploads of the tenant")
    public List<UploadView> latest() {
        return uploads.latest(50).stream().map(views::of).toList();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "upload", summary = "One upload with its counts")
    public UploadView one(@PathParam("id") UUID id) {
        return views.of(uploads.require(id));
    }

    @GET
    @Path("/{id}/events")
    @RolesAllowed(Roles.READER)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(operationId = "uploadEvents", summary = "The counts of an upload, live, until it is settled")
    public Multi<UploadView> events(@PathParam("id") UUID id) {
        uploads.require(id);
        return live.of(user.tenantId(), () -> views.of(uploads.require(id)), UploadView::ended);
    }

    @POST
    @Path("/{id}/manifest")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "announceFiles",
            summary = "Say which files will be sent, and learn which of them are still missing")
    public Missing announce(@PathParam("id") UUID id, @Valid @NotNull Manifest manifest) {
        return Missing.of(manifests.announce(
                user.tenantId(),
                id,
                manifest.files().stream().map(Manifest.Entry::announced).toList()));
    }

    @GET
    @Path("/{id}/refusals")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "refusalsOfUpload", summary = "The files that could not be taken, each with its reason")
    public List<Refusals.Refusal> refusals(
            @PathParam("id") UUID id, @QueryParam("size") @DefaultValue("1000") @Min(1) @Max(10_000) int size) {
        uploads.require(id);
        return refusals.of(id, size);
    }

    @PUT
    @Path("/{id}/files")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "sendFile",
            summary = "Send one file; it is acknowledged once its bytes and its record are safe")
    public RestResponse<FileReceipt> send(@PathParam("id") UUID id, @QueryParam("path") String path, InputStream body)
            throws IOException {
        Receipt receipt = reception
                .receive(user.tenantId(), id, List.of(new FileReception.SentFile(path, () -> body)))
                .getFirst();
        return switch (receipt) {
            case Receipt.Refused refused ->
                throw new ProblemException(refused.status(), refused.title(), refused.detail());
            case Receipt.Acknowledged acknowledged ->
                RestResponse.ResponseBuilder.create(
                                acknowledged.again() ? RestResponse.Status.OK : RestResponse.Status.CREATED,
                                view(acknowledged))
                        .build();
        };
    }

    @POST
    @Path("/{id}/files")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "sendFiles",
            summary =
                    "Send several files as a form; the field 'path', once per file in the same order, may give their paths")
    public FileReceipts sendForm(
            @PathParam("id") UUID id,
            @RestForm(FileUpload.ALL) List<FileUpload> files,
            @RestForm("path") List<String> paths)
            throws IOException {
        if (files == null || files.isEmpty()) {
            throw ProblemException.badRequest("The form has no file: add at least one part with a file name");
        }
        boolean named = paths != null && !paths.isEmpty();
        if (named && paths.size() != files.size()) {
            throw ProblemException.badRequest("The form has " + files.size() + " files and " + paths.size()
                    + " paths: give one path per file, or none");
        }
        List<FileReception.SentFile> sent = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            java.nio.file.Path received = files.get(i).uploadedFile();
            sent.add(new FileReception.SentFile(
                    named ? paths.get(i) : files.get(i).fileName(), () -> Files.newInputStream(received)));
        }
        return FileReceipts.of(reception.receive(user.tenantId(), id, sent));
    }

    @POST
    @Path("/{id}/bundle")
    @Consumes("application/x-tar")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "sendBundle",
            summary = "Send many small files as one tar archive; each is received as if it had been sent alone")
    public FileReceipts sendBundle(@PathParam("id") UUID id, InputStream body) throws IOException {
        try {
            return FileReceipts.of(reception.receive(user.tenantId(), id, new Bundle(body)));
        } catch (Bundle.Broken e) {
            throw new ProblemException(400, "Bundle broken", e.getMessage());
        }
    }

    @POST
    @Path("/{id}/complete")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "completeUpload", summary = "Say that everything was sent")
    public UploadView complete(@PathParam("id") UUID id) {
        return views.of(uploads.complete(id));
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "cancelUpload", summary = "Say that nothing more will be sent")
    public UploadView cancel(@PathParam("id") UUID id) {
        return views.of(uploads.cancel(id));
    }

    @GET
    @Path("/{id}/documents")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "documentsOfUpload", summary = "The documents of an upload by path, each with its outcome")
    public DocumentSummary.Page documents(
            @PathParam("id") UUID id,
            @QueryParam("status") @DefaultValue("all") String status,
            @QueryParam("after") String after,
            @QueryParam("size") @DefaultValue("100") int size) {
        uploads.require(id);
        return DocumentSummary.page(
                documents.ofUpload(id, Status.parse(status), DocumentSummary.readPlace(after), size), size);
    }

    @POST
    @Path("/{id}/retry")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "retryUpload", summary = "Retry what failed in an upload, wholly or for one reason")
    public Retried retry(@PathParam("id") UUID id, @QueryParam("reason") String reason) {
        uploads.require(id);
        return new Retried(retries.upload(id, Optional.ofNullable(reason)));
    }

    private static FileReceipt view(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Acknowledged file ->
                new FileReceipt(
                        file.path(),
                        file.duplicateOf().isPresent() ? "duplicate" : "acknowledged",
                        file.document(),
                        file.content().hash().hex(),
                        file.content().size(),
                        file.duplicateOf().orElse(null),
                        file.again(),
                        null,
                        null);
            case Receipt.Refused refused ->
                new FileReceipt(
                        refused.path(), "refused", null, null, null, null, null, refused.title(), refused.detail());
        };
    }
}
