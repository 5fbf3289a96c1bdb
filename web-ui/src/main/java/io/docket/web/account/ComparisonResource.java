package io.docket.web.account;

import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How two documents differ, word by word. */
@Path("/api/v1/documents/{id}/compare/{other}")
@Tag(name = "Documents")
public class ComparisonResource {
    private final Comparisons comparisons;
    private final CurrentUser user;

    ComparisonResource(Comparisons comparisons, CurrentUser user) {
        this.comparisons = comparisons;
        this.user = user;
    }

    /** A run of words: {@code equal}, {@code deleted} from the first text, or {@code inserted} into the second. */
    public record Run(String change, String text) {}

    /**
     * The way from the first text to the second.
     *
     * @param cut whether a text is longer than what was compared
     */
    public record Difference(
            UUID first,
            UUID second,
            int equalWords,
            int deletedWords,
            int insertedWords,
            boolean cut,
            List<Run> runs) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "compareDocuments", summary = "How two documents' texts differ, word by word")
    public Difference of(@PathParam("id") UUID id, @PathParam("other") UUID other) {
        Comparison comparison = comparisons.of(user.tenantId(), id, other);
        return new Difference(
                id,
                other,
                comparison.same(),
                comparison.gone(),
                comparison.added(),
                comparison.cut(),
                comparison.runs().stream()
                        .map(run -> new Run(run.change().name().toLowerCase(Locale.ROOT), run.text()))
                        .toList());
    }
}
