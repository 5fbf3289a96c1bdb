package io.docket.web.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.docket.web.pipeline.LiveUpdates;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Training runs of classifiers, named by the classifier's id, model versions, and the jobs behind them. */
@Path("/api/v1")
@Tag(name = "Training")
public class TrainingResource {
    private final TrainingRuns runs;
    private final ModelVersions versions;
    private final ServingModels serving;
    private final Jobs jobs;
    private final Thresholds thresholds;
    private final LiveUpdates live;
    private final CurrentUser user;

    TrainingResource(
            TrainingRuns runs,
            ModelVersions versions,
            ServingModels serving,
            Jobs jobs,
            Thresholds thresholds,
            LiveUpdates live,
            CurrentUser user) {
        this.runs = runs;
        this.versions = versions;
        this.serving = serving;
        this.jobs = jobs;
        this.thresholds = thresholds;
        this.live = live;
        this.user = user;
    }

    /**
     * A job.
     *
     * @param modelVersion what it made or labels with; null before
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record JobView(
            UUID id,
            String kind,
            UUID classifier,
            UUID modelVersion,
            String state,
            String stage,
            long done,
            long total,
            String message,
            boolean cancelRequested,
            int attempts,
            Instant createdAt,
            String createdBy,
            Instant startedAt,
            Instant finishedAt) {

        /** The view of a job. */
        public static JobView of(Job job) {
            return new JobView(
                    job.id(),
                    job.kind().name().toLowerCase(Locale.ROOT),
                    job.classifierId(),
                    job.modelVersionId().orElse(null),
                    job.state().name().toLowerCase(Locale.ROOT),
                    job.stage(),
                    job.done(),
                    job.total(),
                    job.message(),
                    job.cancelRequested(),
                    job.attempts(),
                    job.createdAt(),
                    job.createdBy(),
                    job.startedAt().orElse(null),
                    job.finishedAt().orElse(null));
        }

        boolean ended() {
            return !state.equals("queued") && !state.equals("running");
        }
    }

    /**
     * A model version.
     *
     * @param kind {@code linear}, {@code ulmfit} or {@code blend}
     * @param kindInWords the same for people
     * @param serves whether this version labels documents now; the champion does unless its folder is damaged
     * @param damage why it cannot be opened; empty when it can
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record VersionView(
            UUID id,
            UUID classifier,
            int number,
            String state,
            String kind,
            String kindInWords,
            int examples,
            Instant createdAt,
            String createdBy,
            Instant promotedAt,
            boolean serves,
            String damage) {}

    /** A model version with its training report. */
    public record VersionReport(
            VersionView version,
            @JsonRawValue @Schema(type = SchemaType.OBJECT) String report) {}

    @GET
    @Path("/training/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "readiness", summary = "Examples per label against what training needs")
    public TrainingRuns.Readiness readiness(@PathParam("id") UUID id) {
        return runs.readiness(id);
    }

    @POST
    @Path("/training/{id}/runs")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "train", summary = "Start a training run")
    public RestResponse<JobView> train(
            @PathParam("id") UUID id, @QueryParam("promote") @DefaultValue("false") boolean promote) {
        return RestResponse.accepted(JobView.of(runs.start(id, promote, user.userName())));
    }

    @GET
    @Path("/training/{id}/versions")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "versions", summary = "The versions of a classifier's model, the latest first")
    public List<VersionView> versions(@PathParam("id") UUID id) {
        UUID serves = serving.of(user.tenantId(), id)
                .map(model -> model.version().id())
                .orElse(null);
        return versions.of(id).stream().map(version -> view(version, serves)).toList();
    }

    /**
     * How sure a model must be before its label counts.
     *
     * @param classifier for labels without one of their own, 0 to 1; null for what the version's training found
     * @param labels by label name
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record ThresholdView(
            Double classifier, @Size(max = 10_000) Map<@NotNull String, @NotNull Double> labels) {
        static ThresholdView of(Thresholds.Chosen chosen) {
            return new ThresholdView(chosen.classifier().orElse(null), chosen.labels());
        }
    }

    @GET
    @Path("/training/{id}/thresholds")
    @RolesAllowed(Roles.READER)
    @Operation(
            operationId = "thresholds",
            summary = "How sure a model must be before its label counts, as people have set it")
    public ThresholdView thresholds(@PathParam("id") UUID id) {
        return ThresholdView.of(thresholds.of(id));
    }

    @PUT
    @Path("/training/{id}/thresholds")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(
            operationId = "setThresholds",
            summary = "Set how sure a model must be; what is left out falls back to what training found")
    public ThresholdView setThresholds(@PathParam("id") UUID id, @Valid @NotNull ThresholdView wish) {
        thresholds.set(
                id,
                new Thresholds.Chosen(
                        Optional.ofNullable(wish.classifier()),
                        Optional.ofNullable(wish.labels()).orElse(Map.of())));
        return ThresholdView.of(thresholds.of(id));
    }

    @POST
    @Path("/training/{id}/rollback")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "rollBack", summary = "Let the version serve again that served before")
    public RestResponse<JobView> rollBack(@PathParam("id") UUID id) {
        return RestResponse.accepted(JobView.of(versions.rollBack(id, user.userName())));
    }

    @GET
    @Path("/versions/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "version", summary = "One model version with its training report")
    public VersionReport version(@PathParam("id") UUID id) {
        ModelVersion version = versions.require(id);
        UUID serves = serving.of(user.tenantId(), version.classifierId())
                .map(model -> model.version().id())
                .orElse(null);
        return new VersionReport(view(version, serves), version.report());
    }

    @POST
    @Path("/versions/{id}/promote")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "promote", summary = "Let a version serve, and label all documents again")
    public RestResponse<JobView> promote(@PathParam("id") UUID id) {
        return RestResponse.accepted(JobView.of(versions.promote(id, user.userName())));
    }

    @GET
    @Path("/jobs")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "jobs", summary = "The latest jobs")
    public List<JobView> jobs(@QueryParam("size") @DefaultValue("50") int size) {
        if (size < 1 || size > 500) {
            throw ProblemException.badRequest("A list has 1 to 500 jobs, not " + size);
        }
        return jobs.latest(size).stream().map(JobView::of).toList();
    }

    @GET
    @Path("/jobs/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "job", summary = "One job")
    public JobView job(@PathParam("id") UUID id) {
        return JobView.of(jobs.require(id));
    }

    @GET
    @Path("/jobs/{id}/events")
    @RolesAllowed(Roles.READER)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(operationId = "jobEvents", summary = "The progress of a job, live, until it has ended")
    public Multi<JobView> events(@PathParam("id") UUID id) {
        jobs.require(id);
        return live.of(user.tenantId(), () -> JobView.of(jobs.require(id)), JobView::ended);
    }

    @POST
    @Path("/jobs/{id}/cancel")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "cancelJob", summary = "Ask a job to stop")
    public JobView cancel(@PathParam("id") UUID id) {
        return JobView.of(jobs.cancel(id));
    }

    @POST
    @Path("/jobs/{id}/retry")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "retryJob", summary = "Queue a job again that failed or was cancelled")
    public JobView retry(@PathParam("id") UUID id) {
        return JobView.of(jobs.retry(id));
    }

    private VersionView view(ModelVersion version, UUID serves) {
        return new VersionView(
                version.id(),
                version.classifierId(),
                version.number(),
                version.state().name().toLowerCase(Locale.ROOT),
                version.kind().name().toLowerCase(Locale.ROOT),
                version.kind().displayName(),
                version.examples(),
                version.createdAt(),
                version.createdBy(),
                version.promotedAt().orElse(null),
                version.id().equals(serves),
                serving.damages().getOrDefault(version.id(), ""));
    }
}
