package io.docket.web.taxonomy;

import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final ClassifierScopes scopes;
    private final Collections collections;
    private final CurrentUser user;

    ClassifierResource(
            Classifiers classifiers,
            LabelImporter importer,
            ClassifierScopes scopes,
            Collections collections,
            CurrentUser user) {
        this.classifiers = classifiers;
        this.importer = importer;
        this.scopes = scopes;
        this.collections = collections;
        this.user = user;
    }

    /**
     * A classifier to be created.
     *
     * @param collections which collections it labels; missing or empty for every one, later ones included
     */
    public record NewClassifier(
            @NotBlank @Size(max = 100) String name,
            @Size(max = 10_000) Set<@NotNull UUID> collections) {}

    /**
     * Which collections a classifier labels.
     *
     * @param every whether it labels all collections, later ones included
     * @param collections the chosen ones; empty or missing when {@code every}
     */
    public record Scope(
            @NotNull Boolean every, @Size(max = 10_000) Set<@NotNull UUID> collections) {}

    /** A label to be created. */
    public record NewLabel(@NotBlank @Size(max = 200) String name) {}

    /** A classifier with its labels. */
    public record ClassifierView(
            UUID id,
            String key,
            String name,
            Scope scope,
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
    @Transactional
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(
            operationId = "createClassifier",
            summary = "Create a classifier for chosen collections, or for every one")
    public RestResponse<ClassifierView> create(@Valid @NotNull NewClassifier wish) {
        Classifier created = classifiers.create(wish.name(), user.userName());
        if (wish.collections() != null && !wish.collections().isEmpty()) {
            scopes.change(created.id(), ClassifierScope.of(wish.collections()), user.userName());
        }
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

    @PUT
    @Path("/{id}/scope")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(
            operationId = "changeScope",
            summary = "Let a classifier label other collections; its labels outside are withdrawn, those inside follow")
    public ClassifierView changeScope(@PathParam("id") UUID id, @Valid @NotNull Scope wish) {
        scopes.change(
                id,
                new ClassifierScope(
                        wish.every(), Optional.ofNullable(wish.collections()).orElse(Set.of())),
                user.userName());
        return view(classifiers.require(id));
    }

    @POST
    @Path("/{id}/labels")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "createLabel", summary = "Add a label to a classifier; one that exists is left alone")
    public ClassifierView addLabel(@PathParam("id") UUID id, @Valid @NotNull NewLabel wish) {
        Classifier classifier = classifiers.require(id);
        classifiers.addLabel(id, wish.name());
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
        ClassifierScope scope = scopes.of(classifier.id());
        return new ClassifierView(
                classifier.id(),
                classifier.key(),
                classifier.name(),
                new Scope(scope.every(), scope.collections()),
                classifier.createdAt(),
                classifier.createdBy(),
                classifiers.labels(classifier.id()));
    }
}
