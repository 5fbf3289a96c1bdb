package io.docket.web.search;

import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Search terms reports. */
@Path("/api/v1/terms-reports")
@Tag(name = "Search")
public class TermsReportResource {
    private final TermsReports reports;

    TermsReportResource(TermsReports reports) {
        this.reports = reports;
    }

    /**
     * A list of terms.
     *
     * @param terms queries, each a line of the report
     * @param query what the report is restricted to; null for everything
     * @param filters restrictions as in searches; null for none
     * @param label {@code classifier/label} whose predictions say what is wanted; null for none
     * @param tag {@code tag-set/tag} whose coding says what is wanted; null for none
     */
    public record Wish(
            @NotNull @Size(min = 1, max = 500) List<@NotNull @Size(max = 1_000) String> terms,
            @Size(max = 4_000) String query,
            @Size(max = 200) List<@NotNull String> filters,
            @Size(max = 300) String label,
            @Size(max = 300) String tag) {}

    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "termsReport",
            summary = "What each of a list of terms finds: documents, unique, with family, by collection, precision")
    public TermsReportView report(@Valid @NotNull Wish wish) {
        return make(wish);
    }

    @POST
    @Path("/csv")
    @RolesAllowed(Roles.REVIEWER)
    @Produces("text/csv;charset=UTF-8")
    @Operation(operationId = "termsReportAsCsv", summary = "The same as CSV")
    public String csv(@Valid @NotNull Wish wish) {
        return TermsReports.csv(make(wish));
    }

    private TermsReportView make(Wish wish) {
        return reports.report(
                String.join("\n", wish.terms()),
                Optional.ofNullable(wish.query()).orElse(""),
                Optional.ofNullable(wish.filters()).orElse(List.of()),
                Optional.ofNullable(wish.label()).orElse(""),
                Optional.ofNullable(wish.tag()).orElse(""));
    }
}
