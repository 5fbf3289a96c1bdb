package io.docket.web.access;

import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import io.docket.web.upload.DocumentCollection;
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
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** Administration of who may read which collection, and which may answer the questions of readers. */
@Path("/admin/access")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class AccessPage {
    private final CollectionReaders readers;
    private final AnswerCollections answers;
    private final Collections collections;

    AccessPage(CollectionReaders readers, AnswerCollections answers, Collections collections) {
        this.readers = readers;
        this.answers = answers;
        this.collections = collections;
    }

    /**
     * A collection and its readers.
     *
     * @param answers whether it answers the questions of readers
     */
    public record Row(DocumentCollection collection, CollectionReaders.Readers readers, boolean answers) {
        /** The people, one per line. */
        public String people() {
            return String.join("\n", readers.people());
        }

        public boolean has(String role) {
            return readers.roles().contains(role);
        }
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance access(List<Row> rows, List<String> roles);
    }

    @GET
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public TemplateInstance show() {
        Map<UUID, CollectionReaders.Readers> all = readers.all();
        Set<UUID> answering = answers.open();
        return Templates.access(
                collections.all().stream()
                        .map(collection -> new Row(
                                collection,
                                all.getOrDefault(collection.id(), CollectionReaders.Readers.EVERYBODY),
                                answering.contains(collection.id())))
                        .toList(),
                CollectionReaders.NAMEABLE);
    }

    @POST
    @Path("{collection}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(hidden = true)
    public Response put(
            @RestPath UUID collection,
            @RestForm List<String> role,
            @RestForm @DefaultValue("") String people,
            @RestForm boolean answers) {
        List<String> names = Arrays.stream(people.split("[\\r\\n,;]+"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        readers.put(collection, role == null ? List.of() : role, names);
        this.answers.put(collection, answers);
        return Response.seeOther(URI.create("/admin/access#c-" + collection)).build();
    }
}
