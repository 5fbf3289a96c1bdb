package io.docket.web.search;

import io.docket.web.review.TagSets;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.tenant.Roles;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** The search terms report: a list goes in, a table comes out. */
@Path("/searches/terms")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class TermsReportPage {
    private final TermsReports reports;
    private final Classifiers classifiers;
    private final TagSets tagSets;

    TermsReportPage(TermsReports reports, Classifiers classifiers, TagSets tagSets) {
        this.reports = reports;
        this.classifiers = classifiers;
        this.tagSets = tagSets;
    }

    /** A choice of what is wanted. */
    public record Choice(String value, String name) {}

    /**
     * What the page shows.
     *
     * @param terms as typed
     * @param query what the report is restricted to
     * @param filters further restrictions
     * @param label the chosen prediction
     * @param tag the chosen coding
     */
    public record TermsView(
            String terms,
            String query,
            List<String> filters,
            String label,
            String tag,
            List<Choice> labels,
            List<Choice> tags,
            Optional<TermsReportView> report) {}

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Templates {
        private Templates() {}

        static native TemplateInstance termsReport(TermsView view);
    }

    @GET
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public TemplateInstance show(@RestQuery @DefaultValue("") String q, @RestQuery List<String> filter) {
        return Templates.termsReport(view("", q, filter, "", "", Optional.empty()));
    }

    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response report(
            @RestForm @DefaultValue("") String terms,
            @RestForm @DefaultValue("") String q,
            @RestForm List<String> filter,
            @RestForm @DefaultValue("") String label,
            @RestForm @DefaultValue("") String tag,
            @RestForm @DefaultValue("") String as) {
        List<String> filters = filter == null ? List.of() : filter;
        TermsReportView report = reports.report(terms, q, filters, label, tag);
        if (as.equals("csv")) {
            return Response.ok(TermsReports.csv(report))
                    .type("text/csv;charset=UTF-8")
                    .header("Content-Disposition", "attachment; filename=\"search-terms-report.csv\"")
                    .build();
        }
        return Response.ok(Templates.termsReport(view(terms, q, filters, label, tag, Optional.of(report))))
                .build();
    }

    private TermsView view(
            String terms,
            String query,
            List<String> filters,
            String label,
            String tag,
            Optional<TermsReportView> report) {
        List<Choice> labels = new ArrayList<>();
        for (Classifier classifier : classifiers.all()) {
            classifiers
                    .labels(classifier.id())
                    .forEach(each -> labels.add(
                            new Choice(classifier.key() + "/" + each.name(), classifier.name() + ": " + each.name())));
        }
        List<Choice> tags = new ArrayList<>();
        for (TagSets.TagSetWithTags set : tagSets.all()) {
            set.tags()
                    .forEach(each -> tags.add(new Choice(
                            set.set().key() + "/" + each.name(), set.set().name() + ": " + each.name())));
        }
        return new TermsView(terms, query, filters, label, tag, labels, tags, report);
    }
}
