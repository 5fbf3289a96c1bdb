package io.docket.web.training;

import io.docket.ml.TrainingReport;
import io.docket.ml.evaluate.LabelThreshold;
import io.docket.web.page.Formats;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.ClassifierScope;
import io.docket.web.taxonomy.ClassifierScopes;
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
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Thresholds thresholds;
    private final TrainingRuns runs;
    private final ModelVersions versions;
    private final Jobs jobs;
    private final LabelImporter importer;
    private final Collections collections;
    private final ClassifierScopes scopes;
    private final CurrentUser user;

    ClassifierPage(
            Classifiers classifiers,
            Thresholds thresholds,
            TrainingRuns runs,
            ModelVersions versions,
            Jobs jobs,
            LabelImporter importer,
            Collections collections,
            ClassifierScopes scopes,
            CurrentUser user) {
        this.classifiers = classifiers;
        this.thresholds = thresholds;
        this.runs = runs;
        this.versions = versions;
        this.jobs = jobs;
        this.importer = importer;
        this.collections = collections;
        this.scopes = scopes;
        this.user = user;
    }

    /**
     * A classifier in the list.
     *
     * @param labelled names of the collections that it labels; empty for every one
     */
    public record ClassifierRow(
            Classifier classifier,
            TrainingRuns.Readiness readiness,
            Optional<ModelVersion> champion,
            Optional<Job> running,
            List<String> labelled) {

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
     * @param collections all collections of the tenant
     * @param scope which of them it labels
     * @param thresholds how sure a model must be, as people have set it
     * @param trained the report of the version that serves
     * @param lastRun the latest run that failed or was cancelled, when nothing came after it
     * @param imported what a label file just did
     */
    public record ClassifierView(
            ClassifierRow row,
            List<ModelVersion> versions,
            List<DocumentCollection> collections,
            ClassifierScope scope,
            Thresholds.Chosen thresholds,
            Optional<TrainingReport> trained,
            Optional<Job> lastRun,
            Optional<LabelImport> imported) {

        /** What people have set for a label, for its form field; empty for nothing. */
        public String threshold(String label) {
            return Optional.ofNullable(thresholds.labels().get(label))
                    .map(String::valueOf)
                    .orElse("");
        }

        /** The threshold by which a label goes now; empty while no version serves. */
        public Optional<Double> effective(String label) {
            return Optional.ofNullable(thresholds.labels().get(label))
                    .or(thresholds::classifier)
                    .or(() -> trained.map(report -> report.model().threshold(label)));
        }

        /** Whether people have set the threshold of a label or of the whole classifier. */
        public boolean setByPeople(String label) {
            return thresholds.labels().containsKey(label)
                    || thresholds.classifier().isPresent();
        }

        /** What training found for a label, for the hint in its form field; empty while no version serves. */
        public String found(String label) {
            return trained.map(report -> Formats.figure(report.model().threshold(label)))
                    .orElse("as above");
        }

        /** Whom a label's threshold in the table comes from, and what it rests on. */
        public String origin(String label) {
            if (setByPeople(label)) {
                return "set by people";
            }
            return sureness(label)
                    .map(own -> "found in training on " + own.decisions() + " documents for "
                            + Formats.percent(trained.orElseThrow().model().targetPrecision()) + " precision")
                    .orElse("training saw too few documents of this label for a threshold of its own, so it goes by"
                            + " that of all labels");
        }

        /** What the threshold that training found does for a label, if it saw enough of it. */
        public Optional<LabelThreshold> sureness(String label) {
            return trained.flatMap(report -> report.champion().evaluation().labelThresholds().stream()
                    .filter(own -> own.label().equals(label))
                    .findFirst());
        }

        /** Where labels can be imported from. */
        public List<DocumentCollection> importable() {
            return collections.stream()
                    .filter(collection -> scope.includes(collection.id()))
                    .toList();
        }

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

        static native TemplateInstance classifiers(List<ClassifierRow> rows, List<DocumentCollection> collections);

        static native TemplateInstance classifier(ClassifierView view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance list() {
        Map<UUID, ClassifierScope> all = scopes.all();
        return Templates.classifiers(
                classifiers.all().stream()
                        .map(classifier -> row(classifier, all.get(classifier.id())))
                        .toList(),
                collections.all());
    }

    @POST
    @Transactional
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response create(
            @RestForm String name,
            @RestForm String labels,
            @RestForm @DefaultValue("true") boolean every,
            @RestForm List<UUID> collection) {
        Classifier made = classifiers.create(name, user.displayName());
        scopes.change(made.id(), scope(every, collection), user.displayName());
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
    @Path("{id}/scope")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response changeScope(
            @RestPath UUID id, @RestForm @DefaultValue("true") boolean every, @RestForm List<UUID> collection) {
        scopes.change(id, scope(every, collection), user.displayName());
        return seeOther(id);
    }

    /** Labels and their thresholds come as two lists of the same length; an empty threshold falls back. */
    @POST
    @Path("{id}/thresholds")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response setThresholds(
            @RestPath UUID id,
            @RestForm @DefaultValue("") String general,
            @RestForm List<String> label,
            @RestForm List<String> threshold) {
        if (label.size() != threshold.size()) {
            throw ProblemException.badRequest("Each label comes with one threshold, which may be empty");
        }
        Map<String, Double> byLabel = new HashMap<>();
        for (int i = 0; i < label.size(); i++) {
            String name = label.get(i);
            probability(threshold.get(i)).ifPresent(value -> byLabel.put(name, value));
        }
        thresholds.set(id, new Thresholds.Chosen(probability(general), byLabel));
        return seeOther(id);
    }

    /** From the report on a version: one threshold for all labels without their own. */
    @POST
    @Path("{id}/threshold")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response setThreshold(
            @RestPath UUID id, @RestForm @DefaultValue("") String general, @RestForm UUID version) {
        thresholds.setGeneral(id, probability(general));
        return version == null
                ? seeOther(id)
                : Response.seeOther(URI.create("/training/versions/" + version)).build();
    }

    @POST
    @Path("{id}/label")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response addLabel(@RestPath UUID id, @RestForm String name) {
        classifiers.addLabel(id, name);
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
        ClassifierScope scope = scopes.of(id);
        return Templates.classifier(new ClassifierView(
                row(classifiers.require(id), scope),
                versions.of(id),
                collections.all(),
                scope,
                thresholds.of(id),
                versions.champion(id).map(versions::readReport),
                failed,
                imported));
    }

    private ClassifierRow row(Classifier classifier, ClassifierScope scope) {
        Optional<Job> running = jobs.ofClassifier(classifier.id()).stream()
                .filter(job -> !job.state().ended())
                .findFirst();
        return new ClassifierRow(
                classifier,
                runs.readiness(classifier.id()),
                versions.champion(classifier.id()),
                running,
                scope.every()
                        ? List.of()
                        : collections.all().stream()
                                .filter(collection -> scope.includes(collection.id()))
                                .map(DocumentCollection::name)
                                .toList());
    }

    private static Optional<Double> probability(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Double.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            throw ProblemException.badRequest(
                    "\"" + text + "\" is no probability: give a number from 0 to 1, or nothing");
        }
    }

    /** What a form with the choice between every collection and ticked ones says. */
    private static ClassifierScope scope(boolean every, List<UUID> ticked) {
        return every ? ClassifierScope.EVERY_COLLECTION : ClassifierScope.of(Set.copyOf(ticked));
    }

    private static Response seeOther(UUID classifier) {
        return Response.seeOther(URI.create("/labels/" + classifier)).build();
    }
}
