package io.docket.web.search;

import io.docket.index.SearchResponse;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Search by words, fields, facets and predicted category. */
@Path("/api/v1/search")
@Tag(name = "Search")
public class SearchResource {
    private final DocumentSearch search;
    private final SearchAudit audit;
    private final CurrentUser user;

    SearchResource(DocumentSearch search, SearchAudit audit, CurrentUser user) {
        this.search = search;
        this.audit = audit;
        this.user = user;
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "search", summary = "Search documents; the answer says what was understood")
    public SearchView search(
            @Parameter(description = "words, phrases, fields: label:nda confidence:>0.9")
                    @QueryParam("q")
                    @DefaultValue("")
                    String query,
            @Parameter(description = "dimension:value, -dimension:value to exclude; may be repeated")
                    @QueryParam("filter")
                    List<String> filters,
            @Parameter(description = "relevance, newest, oldest, name, size, ingested, confidence.KEY")
                    @QueryParam("sort")
                    String sort,
            @QueryParam("size") @DefaultValue("25") int size,
            @QueryParam("cursor") String cursor,
            @QueryParam("facets") @DefaultValue("true") boolean facets) {
        SearchResponse response =
                search.search(user.tenantId(), QuestionReader.read(query, filters, sort, size, cursor, facets));
        audit.record(query, filters, cursor, response);
        return SearchView.of(response);
    }
}
