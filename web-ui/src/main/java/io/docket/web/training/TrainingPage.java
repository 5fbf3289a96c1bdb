package io.docket.web.training;

import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** A run while it runs, the report when it is done, and the decision about the version it made. */
@Path("/training")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class TrainingPage {
    private final Jobs jobs;
    private final ModelVersions versions;
    private final Classifiers classifiers;
    private final Thresholds thresholds;
    private final LiveCurves curves;
    private final CurrentUser user;

    TrainingPage(
            Jobs jobs,
            ModelVersions versions,
            Classifiers classifiers,
            Thresholds thresholds,
            LiveCurves curves,
            CurrentUser user) {
        this.jobs = jobs;
        this.versions = versions;
        this.classifiers = classifiers;
        this.thresholds = thresholds;
        this.curves = curves;
        this.user = user;
    }

    /**
     * A job with what it works for, if that is a classifier.
     *
     * @param curves losses so far, while it trains
     */
    public record RunView(Job job, Optional<Classifier> classifier, List<Charts.Curve> curves) {

        /** What the job does, as a heading. */
        public String title() {
            return switch (job.kind()) {
                case TRAIN -> "Training “" + name() + "”";
                case RELABEL -> "Labelling documents again: “" + name() + "”";
                case CODE, UNDO_CODING, EXPORT -> job.kind().displayName();
            };
        }

        private String name() {
            return classifier.map(Classifier::name).orElse("");
        }

        /** Where it is, in a few words. */
        public String where() {
            return switch (job.state()) {
                case QUEUED -> "Waiting for its turn";
                case RUNNING -> job.stage().isEmpty() ? "Starting" : job.stage();
                case SUCCEEDED -> "Done";
                case FAILED -> "Failed";
                case CANCELLED -> "Cancelled";
            };
        }

        /** The bar's end; at least 1. */
        public long total() {
            return Math.max(1, job.total());
        }
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance run(RunView view);

        static native TemplateInstance version(VersionView view);
    }

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Parts {
        private Parts() {}

        static native TemplateInstance runCard(RunView view);

        static native TemplateInstance runningJobs(List<RunView> runs);
    }

    @GET
    @Path("{job}")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance run(@RestPath UUID job) {
        return Templates.run(view(jobs.require(job)));
    }

    @GET
    @Path("{job}/card")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance card(@RestPath UUID job) {
        return Parts.runCard(view(jobs.require(job)));
    }

    @POST
    @Path("{job}/cancel")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response cancel(@RestPath UUID job) {
        return seeOther("/training/" + jobs.cancel(job).id());
    }

    @POST
    @Path("{job}/retry")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response retry(@RestPath UUID job) {
        return seeOther("/training/" + jobs.retry(job).id());
    }

    @GET
    @Path("/running")
    @RolesAllowed({Roles.READER, Roles.PLATFORM_ADMIN})
    @Operation(hidden = true)
    public TemplateInstance running() {
        List<RunView> views = new ArrayList<>();
        if (user.tenant().isPresent()) {
            jobs.running().forEach(job -> views.add(view(job)));
        }
        return Parts.runningJobs(views);
    }

    @GET
    @Path("/versions/{version}")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance version(@RestPath UUID version) {
        ModelVersion shown = versions.require(version);
        Optional<ModelVersion> champion = versions.champion(shown.classifierId());
        return Templates.version(new VersionView(
                classifiers.require(shown.classifierId()),
                shown,
                versions.readReport(shown),
                champion.filter(other -> !other.id().equals(shown.id())),
                champion.filter(other -> !other.id().equals(shown.id())).map(versions::readReport),
                thresholds.of(shown.classifierId()).classifier()));
    }

    @POST
    @Path("/versions/{version}/promote")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response promote(@RestPath UUID version) {
        return seeOther(
                "/training/" + versions.promote(version, user.displayName()).id());
    }

    private RunView view(Job job) {
        return new RunView(job, job.classifier().map(classifiers::require), curves.of(job.id()));
    }

    private static Response seeOther(String path) {
        return Response.seeOther(URI.create(path)).build();
    }
}
