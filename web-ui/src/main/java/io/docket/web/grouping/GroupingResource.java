package io.docket.web.grouping;

import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
    private final GroupActs acts;

    GroupingResource(Groupings groupings, GroupActs acts) {
        this.groupings = groupings;
        this.acts = acts;
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

    /** Tags to give to all documents of a group, and tags to take away; either may be missing. */
    public record NewCoding(
            @Size(max = 200) List<@NotNull UUID> add,
            @Size(max = 200) List<@NotNull UUID> remove) {}

    /**
     * What was made of a group.
     *
     * @param group its place, from 0
     * @param what a label with its classifier's name, or tags with their sets' names
     * @param documents that were labelled or coded
     * @param undone whether it was taken back
     */
    public record ActView(UUID id, int group, String what, int documents, Instant at, boolean undone) {
        static ActView of(GroupActs.Act act) {
            return new ActView(act.id(), act.group(), act.what(), act.documents(), act.at(), act.undone());
        }
    }

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
    public ActView label(@PathParam("id") UUID id, @PathParam("group") int group, @Valid @NotNull NewLabel wish) {
        return ActView.of(acts.label(id, group, wish.classifier(), wish.label(), wish.documents()));
    }

    @POST
    @Path("/{id}/groups/{group}/coding")
    @Operation(operationId = "codeGroup", summary = "Give tags to all documents of a group, or take them away")
    public ActView code(@PathParam("id") UUID id, @PathParam("group") int group, @Valid @NotNull NewCoding wish) {
        return ActView.of(acts.code(
                id,
                group,
                Optional.ofNullable(wish.add()).orElse(List.of()),
                Optional.ofNullable(wish.remove()).orElse(List.of())));
    }

    @GET
    @Path("/{id}/groups/{group}/acts")
    @Operation(operationId = "groupActs", summary = "What was made of a group lately, the latest first")
    public List<ActView> acts(@PathParam("id") UUID id, @PathParam("group") int group) {
        return acts.of(groupings.require(id).id(), group).stream()
                .map(ActView::of)
                .toList();
    }

    @POST
    @Path("/{id}/acts/{act}/undo")
    @Operation(operationId = "undoGroupAct", summary = "Take back what was made of a group")
    public ActView undo(@PathParam("id") UUID id, @PathParam("act") UUID act) {
        return ActView.of(acts.undo(id, act));
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
