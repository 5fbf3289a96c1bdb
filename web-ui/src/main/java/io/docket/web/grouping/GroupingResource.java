package io.docket.web.grouping;

import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Results in groups of documents about the same thing. */
@Path("/api/v1/groupings")
@Tag(name = "Grouping")
@RolesAllowed(Roles.REVIEWER)
public class GroupingResource {
    private static final int LISTED = 50;

    private final Groupings groupings;

    GroupingResource(Groupings groupings) {
        this.groupings = groupings;
    }

    /**
     * A result to be grouped.
     *
     * @param query as in a search; missing for all documents
     * @param filters as in a search, such as {@code type:pdf}; may be missing
     * @param groups how many; missing to choose by the number of documents
     */
    public record NewGrouping(String query, List<String> filters, Integer groups) {}

    /**
     * A grouping.
     *
     * @param total documents of the result
     * @param grouped documents in groups; fewer than {@code total} when a sample of a large result was grouped
     */
    public record GroupingView(
            UUID id, String query, long total, int grouped, Instant createdAt, List<GroupedResult.Group> groups) {}

    /** A grouping in a list. */
    public record GroupingLine(UUID id, String query, long total, Instant createdAt) {}

    /**
     * A label to be made of a group.
     *
     * @param documents how many of the documents nearest to its middle get the label
     */
    public record NewLabel(
            @NotNull UUID classifier,
            @NotBlank String label,
            @NotNull Integer documents) {}

    /** How many documents were labelled. */
    public record Labelled(int labelled) {}

    @GET
    @Operation(operationId = "groupings", summary = "The own groupings, the latest first")
    public List<GroupingLine> own() {
        return groupings.own(LISTED).stream()
                .map(grouping ->
                        new GroupingLine(grouping.id(), grouping.query(), grouping.total(), grouping.createdAt()))
                .toList();
    }

    @POST
    @Operation(operationId = "group", summary = "Put a result into groups; takes seconds for large ones")
    public RestResponse<GroupingView> group(@NotNull NewGrouping wish) {
        Grouping made = groupings.create(
                Optional.ofNullable(wish.query()).orElse(""),
                Optional.ofNullable(wish.filters()).orElse(List.of()),
                Optional.ofNullable(wish.groups()).orElse(0));
        return RestResponse.ResponseBuilder.<GroupingView>created(URI.create("/api/v1/groupings/" + made.id()))
                .entity(view(made))
                .build();
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "grouping", summary = "An own grouping")
    public GroupingView one(@PathParam("id") UUID id) {
        return view(groupings.require(id));
    }

    @POST
    @Path("/{id}/groups/{group}/label")
    @Operation(
            operationId = "labelGroup",
            summary = "Label the documents nearest to the middle of a group, the first being 0")
    public Labelled label(@PathParam("id") UUID id, @PathParam("group") int group, @Valid @NotNull NewLabel wish) {
        return new Labelled(groupings.label(id, group, wish.classifier(), wish.label(), wish.documents()));
    }

    private GroupingView view(Grouping grouping) {
        GroupedResult result = groupings.result(grouping);
        return new GroupingView(
                grouping.id(),
                grouping.query(),
                grouping.total(),
                result.grouped(),
                grouping.createdAt(),
                result.groups());
    }
}
