package io.docket.web.grouping;

import io.docket.web.problem.ProblemException;
import io.docket.web.review.TagSets;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.ForbiddenException;
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

/** A result in groups: a map, the groups by name, the documents of each, and the way to a label. */
@Path("/groups")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.REVIEWER)
@Blocking
public class GroupingPage {
    private static final int LISTED = 12;
    private static final int DOCUMENTS = 50;

    private final Groupings groupings;
    private final GroupActs acts;
    private final Classifiers classifiers;
    private final TagSets tagSets;
    private final CurrentUser user;

    GroupingPage(Groupings groupings, GroupActs acts, Classifiers classifiers, TagSets tagSets, CurrentUser user) {
        this.groupings = groupings;
        this.acts = acts;
        this.tagSets = tagSets;
        this.classifiers = classifiers;
        this.user = user;
    }

    @CheckedTemplate(basePath = "grouping")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance start(GroupingStart view);

        static native TemplateInstance grouping(GroupingMap view);
    }

    /** What will be grouped, and what was. */
    @GET
    @Operation(hidden = true)
    public TemplateInstance start(@RestQuery @DefaultValue("") String q, @RestQuery List<String> filter) {
        return Templates.start(new GroupingStart(q, filter, groupings.count(q, filter), groupings.own(LISTED)));
    }

    @POST
    @Operation(hidden = true)
    public Response create(
            @RestForm @DefaultValue("") String q,
            @RestForm List<String> filter,
            @RestForm @DefaultValue("0") int groups) {
        return seeOther("/groups/" + groupings.create(q, filter, groups).id());
    }

    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public TemplateInstance show(@RestPath UUID id, @RestQuery @DefaultValue("0") int group) {
        Grouping grouping = groupings.require(id);
        GroupedResult result = groupings.result(grouping);
        return Templates.grouping(new GroupingMap(
                grouping,
                result,
                group,
                groupings.documents(grouping, group, DOCUMENTS),
                classifiers.all(),
                tagSets.all().stream().filter(set -> !set.tags().isEmpty()).toList(),
                acts.of(id, group)));
    }

    /** Makes a group into a label of a classifier, which may be a new one. */
    @POST
    @Path("{id}/label")
    @Operation(hidden = true)
    public Response label(
            @RestPath UUID id,
            @RestForm int group,
            @RestForm Optional<UUID> classifier,
            @RestForm @DefaultValue("") String question,
            @RestForm @DefaultValue("") String label,
            @RestForm @DefaultValue("20") int documents) {
        UUID chosen =
                classifier.isPresent() ? classifiers.require(classifier.get()).id() : create(question);
        acts.label(id, group, chosen, label, documents);
        return toGroup(id, group);
    }

    /** Gives a tag to all documents of a group. */
    @POST
    @Path("{id}/coding")
    @Operation(hidden = true)
    public Response code(@RestPath UUID id, @RestForm int group, @RestForm UUID tag) {
        acts.code(id, group, List.of(tag), List.of());
        return toGroup(id, group);
    }

    /** Takes back what was made of a group. */
    @POST
    @Path("{id}/acts/{act}/undo")
    @Operation(hidden = true)
    public Response undo(@RestPath UUID id, @RestPath UUID act) {
        return toGroup(id, acts.undo(id, act).group());
    }

    private static Response toGroup(UUID id, int group) {
        return seeOther("/groups/" + id + "?group=" + group + "#made");
    }

    private UUID create(String question) {
        if (!user.hasRole(Roles.TENANT_ADMIN)) {
            throw new ForbiddenException("Only an administrator makes new classifiers: choose one that is there");
        }
        if (question.isBlank()) {
            throw ProblemException.badRequest(
                    "A new classifier needs a question that it answers, such as Contract type");
        }
        return classifiers.create(question, user.userName()).id();
    }

    private static Response seeOther(String path) {
        return Response.seeOther(URI.create(path)).build();
    }
}
