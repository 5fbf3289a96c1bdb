package io.docket.web.taxonomy;

import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Classifiers, their labels, and labels for many documents at once. */
@Path("/api/v1/classifiers")
@Tag(name = "Labels")
public class ClassifierResource {
    private final Classifiers classifiers;
    private final LabelImporter importer;
    private final Collections collections;
    private final CurrentUser user;

    ClassifierResource(Classifiers classifiers, LabelImporter importer, Collections collections, CurrentUser user) {
        this.classifiers = classifiers;
        this.importer = importer;
        this.collections = collections;
        this.user = user;
    }

    /** A classifier to be created. */
    public record NewClassifier(@NotBlank @Size(max = 100) String name) {}

    /** A label to be created. */
    public record NewLabel(@NotBlank @Size(max = 200) String name) {}

    /** A classifier with its labels. */
    public record ClassifierView(
            UUID id,
            String key,
            String name,
            Instant createdAt,
            String createdBy,
            List<Classifiers.LabelCount> labels) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "classifiers", summary = "All classifiers with their labels")
    public List<ClassifierView> all() {
        return classifiers.all().stream().map(this::view).toList();
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "createClassifier", summary = "Create a classifier")
    public RestResponse<ClassifierView> create(@Valid @NotNull NewClassifier wish) {
        Classifier created = classifiers.create(wish.name(), user.userName());
        return RestResponse.ResponseBuilder.<ClassifierView>created(URI.create("/api/v1/classifiers/" + created.id()))
                .entity(view(created))
                .build();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "classifier", summary = "One classifier with its labels")
    public ClassifierView one(@PathParam("id") UUID id) {
        return view(classifiers.require(id));
    }

    @POST
    @Path("/{id}/labels")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "createLabel", summary = "Add a label to a classifier; one that exists is left alone")
    public ClassifierView addLabel(@PathParam("id") UUID id, @Valid @NotNull NewLabel wish) {
        Classifier classifier = classifiers.require(id);
        classifiers.label(id, wish.name());
        return view(classifier);
    }

    @POST
    @Path("/{id}/examples/csv")
    @Consumes({"text/csv", "application/octet-stream"})
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "importLabels",
            summary = "Label documents of a collection by rows of path,label; bad rows are reported one by one")
    public LabelImport importCsv(@PathParam("id") UUID id, @QueryParam("collection") UUID collection, InputStream csv)
            throws IOException {
        return importer.importCsv(classifiers.require(id).id(), requireCollection(collection), csv, user.userName());
    }

    @POST
    @Path("/{id}/examples/folders")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "labelByFolders",
            summary = "Label documents of a collection by the folder that each lay in; labels by hand are kept")
    public LabelImport importFolders(@PathParam("id") UUID id, @QueryParam("collection") UUID collection) {
        return importer.importFolders(classifiers.require(id).id(), requireCollection(collection), user.userName());
    }

    private UUID requireCollection(UUID collection) {
        if (collection == null) {
            throw ProblemException.badRequest("Name the collection by its id: ?collection=…");
        }
        return collections.require(collection).id();
    }

    private ClassifierView view(Classifier classifier) {
        return new ClassifierView(
                classifier.id(),
                classifier.key(),
                classifier.name(),
                classifier.createdAt(),
                classifier.createdBy(),
                classifiers.labels(classifier.id()));
    }
}
