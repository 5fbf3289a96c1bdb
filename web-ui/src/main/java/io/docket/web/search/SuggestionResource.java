package io.docket.web.search;

import io.docket.index.Completion;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What could be typed next, made only of words and values that occur in documents that the person may see. */
@Path("/api/v1/search/suggestions")
@Tag(name = "Search")
public class SuggestionResource {
    private static final int MOST = 10;
    private static final int LONGEST = 1_000;

    private final DocumentSearch search;
    private final CurrentUser user;

    SuggestionResource(DocumentSearch search, CurrentUser user) {
        this.search = search;
        this.user = user;
    }

    /**
     * A suggestion.
     *
     * @param start where the piece begins that it replaces, up to the end of what was typed
     * @param kind {@code field}, {@code value} or {@code word}
     */
    public record Suggestion(int start, String text, String kind, String description) {
        static Suggestion of(Completion completion) {
            return new Suggestion(
                    completion.start(),
                    completion.text(),
                    completion.kind().name().toLowerCase(Locale.ROOT),
                    completion.description());
        }
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "suggest", summary = "Fields, values and words that complete what was typed")
    public List<Suggestion> suggest(@QueryParam("typed") @DefaultValue("") String typed) {
        String asked = typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
        return search.complete(user.tenantId(), asked, MOST).stream()
                .map(Suggestion::of)
                .toList();
    }
}
