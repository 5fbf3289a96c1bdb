package io.docket.web.training;

import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.taxonomy.LabelImport;
import io.docket.web.taxonomy.LabelImporter;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import io.docket.web.upload.DocumentCollection;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Classifiers, the labels of each with their examples, and everything that leads to the next training run. */
@Path("/labels")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ClassifierPage {
    private final Classifiers classifiers;
    private final TrainingRuns runs;
    private final ModelVersions versions;
    private final Jobs jobs;
    private final LabelImporter importer;
    private final Collections collections;
    private final CurrentUser user;

    ClassifierPage(
            Classifiers classifiers,
            TrainingRuns runs,
            ModelVersions versions,
            Jobs jobs,
            LabelImporter importer,
            Collections collections,
            CurrentUser user) {
        this.classifiers = classifiers;
        this.runs = runs;
        this.versions = versions;
        this.jobs = jobs;
        this.importer = importer;
        this.collections = collections;
        this.user = user;
    }

    /** A classifier in the list. */
    public record ClassifierRow(
            Classifier classifier,
            TrainingRuns.Readiness readiness,
            Optional<ModelVersion> champion,
            Optional<Job> running) {

        /** Confirmed examples of all its labels. */
        public long examples() {
            return readiness.labels().stream()
                    .mapToLong(Classifiers.LabelCount::examples)
                    .sum();
        }
    }

    /**
     * What the page of one classifier shows.
     *
     * @param row the classifier with its labels and champion
     * @param versions all versions, the latest first
     * @param collections where labels can be imported from
     * @param lastRun the latest run that failed or was cancelled, when nothing came after it
     * @param imported what a label file just did
     */
    public record ClassifierView(
            ClassifierRow row,
            List<ModelVersion> versions,
            List<DocumentCollection> collections,
            Optional<Job> lastRun,
            Optional<LabelImport> imported) {

        /** Examples that take part in a run now. */
        public long trainable() {
            return row.readiness().labels().stream()
                    .mapToLong(Classifiers.LabelCount::examples)
                    .filter(examples -> examples >= row.readiness().fewest())
                    .sum();
        }

        /** Labels that take part in a run now. */
        public long trainableLabels() {
            return row.readiness().labels().stream()
                    .filter(label -> label.examples() >= row.readiness().fewest())
                    .count();
        }

        /** Whether an earlier version can serve again. */
        public boolean canRollBack() {
            return versions.stream().anyMatch(version -> version.state() == ModelVersion.State.RETIRED);
        }
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance classifiers(List<ClassifierRow> rows);

        static native TemplateInstance classifier(ClassifierView view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance list() {
        return Templates.classifiers(classifiers.all().stream().map(this::row).toList());
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response create(@RestForm String name, @RestForm String labels) {
        Classifier made = classifiers.create(name, user.displayName());
        if (labels != null) {
            labels.lines()
                    .map(String::strip)
                    .filter(label -> !label.isEmpty())
                    .forEach(label -> classifiers.label(made.id(), label));
        }
        return seeOther(made.id());
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance show(@RestPath UUID id) {
        return page(id, Optional.empty());
    }

    @POST
    @Path("{id}/label")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response addLabel(@RestPath UUID id, @RestForm String name) {
        classifiers.label(id, name);
        return seeOther(id);
    }

    @POST
    @Path("{id}/import")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public TemplateInstance importCsv(@RestPath UUID id, @RestForm UUID collection, @RestForm("csv") FileUpload csv)
            throws IOException {
        try (InputStream bytes = Files.newInputStream(csv.uploadedFile())) {
            return page(id, Optional.of(importer.importCsv(id, collection, bytes, user.displayName())));
        }
    }

    @POST
    @Path("{id}/import-folders")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public TemplateInstance importFolders(@RestPath UUID id, @RestForm UUID collection) {
        return page(id, Optional.of(importer.importFolders(id, collection, user.displayName())));
    }

    @POST
    @Path("{id}/train")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response train(@RestPath UUID id, @RestForm boolean promote) {
        Job run = runs.start(id, promote, user.displayName());
        return Response.seeOther(URI.create("/training/" + run.id())).build();
    }

    @POST
    @Path("{id}/roll-back")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response rollBack(@RestPath UUID id) {
        versions.rollBack(id, user.displayName());
        return seeOther(id);
    }

    private TemplateInstance page(UUID id, Optional<LabelImport> imported) {
        Optional<Job> latest = jobs.ofClassifier(id).stream().findFirst();
        Optional<Job> failed =
                latest.filter(job -> job.state() == Job.State.FAILED || job.state() == Job.State.CANCELLED);
        return Templates.classifier(
                new ClassifierView(row(classifiers.require(id)), versions.of(id), collections.all(), failed, imported));
    }

    private ClassifierRow row(Classifier classifier) {
        Optional<Job> running = jobs.ofClassifier(classifier.id()).stream()
                .filter(job -> !job.state().ended())
                .findFirst();
        return new ClassifierRow(
                classifier, runs.readiness(classifier.id()), versions.champion(classifier.id()), running);
    }

    private static Response seeOther(UUID classifier) {
        return Response.seeOther(URI.create("/labels/" + classifier)).build();
    }
}
