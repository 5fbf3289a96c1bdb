package io.docket.web.review;

import io.docket.web.audit.AuditLog;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The questions that reviewers answer, and their answers. */
@Path("/api/v1/tag-sets")
@Tag(name = "Review")
public class TagSetResource {
    private final TagSets sets;
    private final CurrentUser user;
    private final AuditLog audit;

    TagSetResource(TagSets sets, CurrentUser user, AuditLog audit) {
        this.sets = sets;
        this.user = user;
        this.audit = audit;
    }

    /**
     * A tag set.
     *
     * @param key its coding dimension in searches: {@code coded:key/tag}, {@code filter=coding.key:tag}
     * @param multiple whether a document may have several of its tags
     */
    public record TagSetView(UUID id, String key, String name, boolean multiple, List<TagView> tags) {
        static TagSetView of(TagSets.TagSetWithTags set) {
            return new TagSetView(
                    set.set().id(),
                    set.set().key(),
                    set.set().name(),
                    set.set().multiple(),
                    set.tags().stream()
                            .map(tag -> new TagView(tag.id(), tag.name()))
                            .toList());
        }
    }

    /** A tag. */
    public record TagView(UUID id, String name) {}

    /** A tag set to be made. */
    public record NewTagSet(
            @NotBlank @Size(max = 100) String name,
            boolean multiple,
            @NotNull @Size(max = 200) List<@NotBlank @Size(max = 100) String> tags) {}

    /** A name. */
    public record NewName(@NotBlank @Size(max = 100) String name) {}

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "tagSets", summary = "All tag sets with their tags")
    public List<TagSetView> all() {
        return sets.all().stream().map(TagSetView::of).toList();
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "createTagSet", summary = "Make a tag set")
    public RestResponse<TagSetView> create(@Valid @NotNull NewTagSet wish) {
        TagSetView made = TagSetView.of(sets.create(wish.name(), wish.multiple(), wish.tags(), user.displayName()));
        audit.record("tag-set.create", "tag-set/" + made.id(), made.name());
        return RestResponse.ResponseBuilder.<TagSetView>created(URI.create("/api/v1/tag-sets/" + made.id()))
                .entity(made)
                .build();
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "renameTagSet", summary = "Give a tag set another name")
    public TagSetView rename(@PathParam("id") UUID id, @Valid @NotNull NewName wish) {
        TagSetView renamed = TagSetView.of(sets.rename(id, wish.name()));
        audit.record("tag-set.rename", "tag-set/" + id, renamed.name());
        return renamed;
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "removeTagSet", summary = "Remove a tag set that no document is coded by")
    public void remove(@PathParam("id") UUID id) {
        String name = sets.require(id).set().name();
        sets.remove(id);
        audit.record("tag-set.remove", "tag-set/" + id, name);
    }

    @POST
    @Path("/{id}/tags")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "addTag", summary = "Add a tag at the end of a set")
    public TagView add(@PathParam("id") UUID id, @Valid @NotNull NewName wish) {
        io.docket.web.review.Tag made = sets.add(id, wish.name());
        audit.record("tag.create", "tag/" + made.id(), made.name());
        return new TagView(made.id(), made.name());
    }

    @DELETE
    @Path("/{id}/tags/{tag}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "removeTag", summary = "Remove a tag that no document has")
    public void remove(@PathParam("id") UUID id, @PathParam("tag") UUID tag) {
        sets.removeTag(id, tag);
        audit.record("tag.remove", "tag/" + tag, "");
    }
}
