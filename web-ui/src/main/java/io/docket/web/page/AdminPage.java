package io.docket.web.page;

import io.docket.web.audit.AuditEntry;
import io.docket.web.audit.AuditFilter;
import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.training.Job;
import io.docket.web.training.Jobs;
import io.docket.web.upload.Collections;
import io.docket.web.upload.DocumentCollection;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** Administration: health and storage of the appliance, people, collections, jobs, and the audit record. */
@Path("/admin")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class AdminPage {
    private static final int LATEST_JOBS = 20;
    private static final int AUDIT_PAGE = 100;

    /** How a check begins that looks at something which is not in use. */
    private static final String OFF = "off: ";

    /** Checks that come with the platform: their names as administrators say them; what else they tell is for programs. */
    private static final Map<String, String> CHECKS =
            Map.of("Database connections health check", "Database (PostgreSQL)");

    private final SmallRyeHealthReporter health;
    private final Collections collections;
    private final ProgressCounts progress;
    private final Jobs jobs;
    private final Classifiers classifiers;
    private final AuditLog audit;
    private final CurrentUser user;
    private final java.nio.file.Path data;
    private final URI realm;

    AdminPage(
            SmallRyeHealthReporter health,
            Collections collections,
            ProgressCounts progress,
            Jobs jobs,
            Classifiers classifiers,
            AuditLog audit,
            CurrentUser user,
            @ConfigProperty(name = "docket.data-directory") java.nio.file.Path data,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") URI realm) {
        this.health = health;
        this.collections = collections;
        this.progress = progress;
        this.jobs = jobs;
        this.classifiers = classifiers;
        this.audit = audit;
        this.user = user;
        this.data = data;
        this.realm = realm;
    }

    /**
     * One check of the appliance.
     *
     * @param state {@code up}, {@code down}, or {@code off} when the appliance was not told to use the thing
     */
    public record Check(String name, String state, String detail) {}

    /** Room on the disk that holds the data directory. */
    public record Storage(String directory, long free, long total) {
        public long used() {
            return total - free;
        }
    }

    /** A collection with its counts. */
    public record CollectionRow(DocumentCollection collection, Progress progress) {}

    /** A job with the name of its classifier. */
    public record JobRow(Job job, String classifier) {}

    /**
     * What the page shows.
     *
     * @param people where people and roles are kept
     * @param tenant whether the person belongs to an organisation, whose collections and jobs are then shown
     */
    public record AdminView(
            List<Check> checks,
            Storage storage,
            String people,
            String account,
            boolean tenant,
            List<CollectionRow> collections,
            List<JobRow> jobs) {}

    /**
     * What the audit page shows.
     *
     * @param filter what the person wants to see
     * @param actors people to choose from
     * @param actions actions to choose from
     */
    public record AuditView(
            List<AuditEntry> entries,
            Optional<Long> older,
            Optional<OptionalLong> verified,
            AuditFilter filter,
            List<String> actors,
            List<String> actions) {
        /** An action as people say it. */
        public String words(String action) {
            return AuditWords.of(action);
        }

        /** Where the item of an entry is shown; empty when it has no page. */
        public String link(String subject) {
            return AuditWords.link(subject);
        }

        /** What an entry is about, by name when it is known. */
        public String item(AuditEntry entry) {
            return entry.detail().isEmpty()
                    ? entry.subject().substring(entry.subject().indexOf('/') + 1)
                    : entry.detail();
        }

        /** The same filter for the next page. */
        public String olderHref() {
            return "/admin/audit?before=" + older.orElseThrow() + "&actor=" + Formats.encode(filter.actor())
                    + "&action="
                    + Formats.encode(filter.action()) + "&subject=" + Formats.encode(filter.subject()) + "&from="
                    + filter.from() + "&to=" + filter.to();
        }

        /** The filtered record as a file. */
        public String exportHref() {
            return "/api/v1/audit/export?actor=" + Formats.encode(filter.actor()) + "&action="
                    + Formats.encode(filter.action()) + "&subject=" + Formats.encode(filter.subject()) + "&from="
                    + filter.from() + "&to=" + filter.to();
        }

        /** Whether the chain was checked just now and found whole. */
        public boolean whole() {
            return verified.isPresent() && verified.get().isEmpty();
        }

        /** The first entry that was changed. */
        public Optional<Long> broken() {
            return verified.filter(OptionalLong::isPresent).map(OptionalLong::getAsLong);
        }
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance admin(AdminView view);

        static native TemplateInstance audit(AuditView view);
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
    @Operation(hidden = true)
    public TemplateInstance show() {
        boolean tenant = user.tenant().isPresent();
        return Templates.admin(new AdminView(
                checks(),
                storage(),
                console(),
                realm + "/account",
                tenant,
                tenant ? collectionRows() : List.of(),
                tenant ? jobRows() : List.of()));
    }

    @GET
    @Path("audit")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public TemplateInstance audit(
            @RestQuery Optional<Long> before,
            @RestQuery @DefaultValue("false") boolean verify,
            @RestQuery @DefaultValue("") String actor,
            @RestQuery @DefaultValue("") String action,
            @RestQuery @DefaultValue("") String subject,
            @RestQuery @DefaultValue("") String from,
            @RestQuery @DefaultValue("") String to) {
        AuditFilter filter = new AuditFilter(actor, action, subject, from, to);
        List<AuditEntry> entries = audit.page(filter, before.orElse(Long.MAX_VALUE), AUDIT_PAGE);
        Optional<Long> older = entries.size() < AUDIT_PAGE
                ? Optional.empty()
                : Optional.of(entries.getLast().sequence());
        return Templates.audit(new AuditView(
                entries,
                older,
                verify ? Optional.of(audit.verify()) : Optional.empty(),
                filter,
                audit.actors(),
                audit.actions()));
    }

    private List<CollectionRow> collectionRows() {
        return collections.all().stream()
                .map(collection -> new CollectionRow(collection, progress.ofCollection(collection.id())))
                .toList();
    }

    private List<JobRow> jobRows() {
        Map<UUID, String> names =
                classifiers.all().stream().collect(Collectors.toMap(Classifier::id, Classifier::name));
        return jobs.latest(LATEST_JOBS).stream()
                .map(job -> new JobRow(
                        job,
                        job.classifier().map(id -> names.getOrDefault(id, "")).orElse("")))
                .toList();
    }

    private List<Check> checks() {
        return health.getHealth().getPayload().getJsonArray("checks").stream()
                .map(JsonValue::asJsonObject)
                .map(AdminPage::check)
                .toList();
    }

    private static Check check(JsonObject check) {
        String name = check.getString("name");
        String detail = CHECKS.containsKey(name) ? "" : detail(check);
        if (detail.startsWith(OFF)) {
            return new Check(name, "off", detail.substring(OFF.length()));
        }
        return new Check(
                CHECKS.getOrDefault(name, name), check.getString("status").equals("UP") ? "up" : "down", detail);
    }

    private static String detail(JsonObject check) {
        JsonObject data = check.getJsonObject("data");
        return data == null
                ? ""
                : data.values().stream()
                        .map(value -> value instanceof JsonString text ? text.getString() : value.toString())
                        .collect(Collectors.joining(", "));
    }

    private Storage storage() {
        try {
            FileStore store = Files.getFileStore(data);
            return new Storage(data.toString(), store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + data + " cannot be looked at", e);
        }
    }

    /** The realm's administration: its address ends in /realms/NAME, the console's in /admin/NAME/console. */
    private String console() {
        String address = realm.toString();
        int cut = address.lastIndexOf("/realms/");
        return address.substring(0, cut) + "/admin/" + address.substring(cut + "/realms/".length()) + "/console/";
    }
}
