package io.docket.web.testing;

import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A page of the tests alone, which says who looks at it: sign-in is tested without the appliance's own pages. */
@Path("/test/signed-in-page")
public class SignedInPage {
    private final CurrentUser user;

    SignedInPage(CurrentUser user) {
        this.user = user;
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Produces(MediaType.TEXT_HTML)
    public String page() {
        return "<!DOCTYPE html><title>Test</title><p id=\"who\">" + user.userName() + " of " + user.tenantId() + "</p>";
    }
}
