package io.docket.web.export;

import io.docket.web.search.DocumentSearch;
import io.docket.web.search.QuestionReader;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.training.Job;
import io.docket.web.training.Jobs;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
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

/** The exports, and the form that starts one. */
@Path("/exports")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ProductionPage {
    private final Productions productions;
    private final DocumentSearch search;
    private final Jobs jobs;
    private final CurrentUser user;

    ProductionPage(Productions productions, DocumentSearch search, Jobs jobs, CurrentUser user) {
        this.productions = productions;
        this.search = search;
        this.jobs = jobs;
        this.user = user;
    }

    /** An export with its job. */
    public record Row(Production production, Optional<Job> job) {
        public boolean isReady() {
            return production.sha256().isPresent();
        }

        public boolean isRunning() {
            return job.map(each -> !each.state().ended()).orElse(false);
        }
    }

    /** What the form shows: the search and how much it finds. */
    public record NewView(String query, List<String> filters, long documents) {}

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance exports(List<Row> rows, boolean running);
    }

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Forms {
        private Forms() {}

        static native TemplateInstance exportNew(NewView view);
    }

    @GET
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public TemplateInstance list() {
        List<Row> rows = productions.latest().stream()
                .map(production -> new Row(production, production.jobId().map(jobs::require)))
                .toList();
        return Templates.exports(rows, rows.stream().anyMatch(Row::isRunning));
    }

    @GET
    @Path("new")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public TemplateInstance form(@RestQuery @DefaultValue("") String q, @RestQuery List<String> filter) {
        long documents = search.search(user.tenantId(), QuestionReader.read(q, filter, null, 0, null, false))
                .total();
        return Forms.exportNew(new NewView(q, filter, documents));
    }

    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response start(
            @RestForm @DefaultValue("") String name,
            @RestForm @DefaultValue("") String q,
            @RestForm List<String> filter,
            @RestForm @DefaultValue("") String prefix,
            @RestForm @DefaultValue("1") long firstNumber,
            @RestForm @DefaultValue("6") int digits,
            @RestForm @DefaultValue("false") boolean natives,
            @RestForm @DefaultValue("false") boolean texts) {
        productions.start(new ProductionWish(
                name, q, filter == null ? List.of() : filter, prefix, firstNumber, digits, natives, texts));
        return Response.seeOther(URI.create("/exports")).build();
    }

    @POST
    @Path("{id}/remove")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response remove(@RestPath UUID id) {
        productions.remove(id);
        return Response.seeOther(URI.create("/exports")).build();
    }
}
