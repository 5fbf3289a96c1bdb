package io.docket.web.account;

import io.docket.web.tenant.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** The panel beside a document that shows what belongs to it; the document's page loads it after itself. */
@Path("/documents/{id}/related")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class RelatedPanel {
    private final RelatedDocuments related;

    RelatedPanel(RelatedDocuments related) {
        this.related = related;
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance related(RelatedView view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance show(@RestPath UUID id) {
        return Templates.related(new RelatedView(related.of(id)));
    }
}
