package io.docket.web.page;

import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.training.Job;
import io.docket.web.training.Jobs;
import io.docket.web.training.ModelVersion;
import io.docket.web.training.ModelVersions;
import io.docket.web.training.TrainingRuns;
import io.docket.web.training.VersionView;
import io.docket.web.upload.ArrivalCounts;
import io.docket.web.upload.Collections;
import io.docket.web.upload.UploadCard;
import io.docket.web.upload.Uploads;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The first page: what waits for the person who signed in, each with its one next step. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class HomePage {
    private static final int RECENT_UPLOADS = 6;

    private final Collections collections;
    private final Uploads uploads;
    private final ProgressCounts progress;
    private final ArrivalCounts arrivals;
    private final Classifiers classifiers;
    private final TrainingRuns runs;
    private final ModelVersions versions;
    private final Jobs jobs;
    private final CurrentUser user;

    HomePage(
            Collections collections,
            Uploads uploads,
            ProgressCounts progress,
            ArrivalCounts arrivals,
            Classifiers classifiers,
            TrainingRuns runs,
            ModelVersions versions,
            Jobs jobs,
            CurrentUser user) {
        this.collections = collections;
        this.uploads = uploads;
        this.progress = progress;
        this.arrivals = arrivals;
        this.classifiers = classifiers;
        this.runs = runs;
        this.versions = versions;
        this.jobs = jobs;
        this.user = user;
    }

    /**
     * Something that waits for a person.
     *
     * @param icon drawing in the sprite
     * @param tone style class that says how urgent it is
     * @param what the matter, in a few words
     * @param detail what is known about it
     * @param since when it came up
     * @param action the next step
     * @param href where it is done
     */
    public record Need(
            String icon,
            String tone,
            String what,
            String detail,
            Optional<Instant> since,
            String action,
            String href) {}

    /** A recent upload with the name of its collection. */
    public record RecentUpload(UploadCard card, String collection) {}

    /** What serves one classifier. */
    public record Serving(Classifier classifier, Optional<ModelVersion> champion) {}

    /** What the page shows. */
    public record HomeView(
            String name,
            List<Need> needs,
            List<RecentUpload> uploads,
            List<Serving> serving,
            Progress progress,
            boolean fresh) {}

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance home(HomeView view);
    }

    @GET
    @RolesAllowed({Roles.READER, Roles.PLATFORM_ADMIN})
    @Operation(hidden = true)
    public Response home() {
        if (user.tenant().isEmpty()) {
            return Response.seeOther(URI.create("/admin")).build();
        }
        Map<UUID, String> names = collections.names();
        List<RecentUpload> recent = uploads.latest(RECENT_UPLOADS).stream()
                .map(upload -> new RecentUpload(
                        new UploadCard(upload, arrivals.of(upload.id()), progress.ofUpload(upload.id())),
                        names.getOrDefault(upload.collectionId(), "")))
                .toList();
        List<Classifier> all = classifiers.all();
        List<Need> needs = new ArrayList<>();
        all.forEach(classifier -> decisions(classifier).ifPresent(needs::add));
        recent.forEach(upload -> problems(upload).ifPresent(needs::add));
        all.forEach(classifier -> examples(classifier).ifPresent(needs::add));
        HomeView view = new HomeView(
                user.displayName(),
                needs,
                recent,
                all.stream()
                        .map(each -> new Serving(each, versions.champion(each.id())))
                        .toList(),
                progress.ofTenant(),
                names.isEmpty());
        return Response.ok(Templates.home(view)).build();
    }

    /** A version newer than the champion waits for a decision. */
    private Optional<Need> decisions(Classifier classifier) {
        return versions.of(classifier.id()).stream()
                .findFirst()
                .filter(latest -> latest.state() == ModelVersion.State.CANDIDATE)
                .map(latest -> new Need(
                        "flag",
                        "warn",
                        "Version " + latest.number() + " of “" + classifier.name() + "” waits for a decision",
                        VersionView.nameOf(latest.kind()) + ", trained on "
                                + Formats.plural(latest.examples(), "example", "examples") + ".",
                        Optional.of(latest.createdAt()),
                        "Read the report",
                        "/training/versions/" + latest.id()));
    }

    private static Optional<Need> problems(RecentUpload recent) {
        Progress counts = recent.card().progress();
        if (counts.failedTotal() == 0 || !counts.settled()) {
            return Optional.empty();
        }
        String reasons = counts.failed().entrySet().stream()
                .map(entry ->
                        Formats.count(entry.getValue()) + " " + entry.getKey().replace('-', ' '))
                .collect(Collectors.joining(", "));
        return Optional.of(new Need(
                "alert",
                "bad",
                Formats.plural(counts.failedTotal(), "document", "documents") + " in “" + recent.collection()
                        + "” could not be read",
                reasons + ". They are found by name; nothing else was held up.",
                Optional.of(recent.card().upload().createdAt()),
                "See them",
                recent.card().link() + "?upload=" + recent.card().upload().id() + "&state=failed#documents"));
    }

    /** A classifier that cannot be trained yet. */
    private Optional<Need> examples(Classifier classifier) {
        TrainingRuns.Readiness readiness = runs.readiness(classifier.id());
        boolean hasChampion = versions.champion(classifier.id()).isPresent();
        boolean underWay = jobs.ofClassifier(classifier.id()).stream()
                .anyMatch(job -> job.kind() == Job.Kind.TRAIN && !job.state().ended());
        if (!user.hasRole(Roles.TENANT_ADMIN) || hasChampion || underWay) {
            return Optional.empty();
        }
        String href = "/labels/" + classifier.id();
        return Optional.of(
                readiness.ready()
                        ? new Need(
                                "play",
                                "good",
                                "“" + classifier.name() + "” is ready to be trained",
                                "Two or more labels have " + readiness.fewest() + " confirmed examples.",
                                Optional.empty(),
                                "Train",
                                href)
                        : new Need(
                                "labels",
                                "",
                                "“" + classifier.name() + "” needs examples",
                                "At least two labels need " + readiness.fewest()
                                        + " confirmed documents each, by a label file, by folder or by hand.",
                                Optional.empty(),
                                "Give examples",
                                href));
    }
}
