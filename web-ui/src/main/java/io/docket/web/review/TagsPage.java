package io.docket.web.review;

import io.docket.web.audit.AuditLog;
import io.docket.web.tenant.CurrentUser;
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
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** Administration of the tag sets. */
@Path("/admin/tags")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class TagsPage {
    private final TagSets sets;
    private final CurrentUser user;
    private final AuditLog audit;

    TagsPage(TagSets sets, CurrentUser user, AuditLog audit) {
        this.sets = sets;
        this.user = user;
        this.audit = audit;
    }

    /** What the page shows: the sets, and the keys that code with their tags. */
    public record TagsView(List<TagSets.TagSetWithTags> sets, Map<UUID, String> keys) {
        public String key(Tag tag) {
            return keys.getOrDefault(tag.id(), "");
        }
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance tags(TagsView view);
    }

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public TemplateInstance show() {
        List<TagSets.TagSetWithTags> all = sets.all();
        return Templates.tags(new TagsView(all, TagKeys.of(all)));
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response create(
            @RestForm @DefaultValue("") String name,
            @RestForm @DefaultValue("false") boolean multiple,
            @RestForm @DefaultValue("") String tags) {
        List<String> names = Arrays.stream(tags.split("[\\r\\n]+"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        TagSets.TagSetWithTags made = sets.create(name, multiple, names, user.displayName());
        audit.record("tag-set.create", "tag-set/" + made.set().id(), made.set().name());
        return back();
    }

    @POST
    @Path("{set}/tags")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response add(@RestPath UUID set, @RestForm @DefaultValue("") String name) {
        Tag made = sets.add(set, name);
        audit.record("tag.create", "tag/" + made.id(), made.name());
        return back();
    }

    @POST
    @Path("{set}/rename")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response rename(@RestPath UUID set, @RestForm @DefaultValue("") String name) {
        sets.rename(set, name);
        audit.record("tag-set.rename", "tag-set/" + set, name);
        return back();
    }

    @POST
    @Path("{set}/remove")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response remove(@RestPath UUID set) {
        sets.remove(set);
        audit.record("tag-set.remove", "tag-set/" + set, "");
        return back();
    }

    @POST
    @Path("{set}/tags/{tag}/remove")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response remove(@RestPath UUID set, @RestPath UUID tag) {
        sets.removeTag(set, tag);
        audit.record("tag.remove", "tag/" + tag, "");
        return back();
    }

    private static Response back() {
        return Response.seeOther(URI.create("/admin/tags")).build();
    }
}
