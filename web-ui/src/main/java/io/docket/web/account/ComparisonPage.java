package io.docket.web.account;

import io.docket.web.tenant.CurrentUser;
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

/** The page that shows how two documents differ, word by word. */
@Path("/documents/{id}/compare/{other}")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ComparisonPage {
    private final Comparisons comparisons;
    private final CurrentUser user;

    ComparisonPage(Comparisons comparisons, CurrentUser user) {
        this.comparisons = comparisons;
        this.user = user;
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance comparison(Comparison view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance show(@RestPath UUID id, @RestPath UUID other) {
        return Templates.comparison(comparisons.of(user.tenantId(), id, other));
    }
}
