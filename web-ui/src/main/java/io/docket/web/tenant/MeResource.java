package io.docket.web.tenant;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells a client who it is. */
@Path("/api/v1/me")
@Tag(name = "Identity")
public class MeResource {
    private final CurrentUser user;

    MeResource(CurrentUser user) {
        this.user = user;
    }

    /** Who the token speaks for. */
    public record Me(String tenant, String userId, String userName, String displayName, List<String> roles) {}

    @GET
    @RolesAllowed({Roles.READER, Roles.PLATFORM_ADMIN})
    @Operation(operationId = "me", summary = "The user the token speaks for")
    public Me me() {
        return new Me(
                user.tenant().orElse(""),
                user.userId(),
                user.userName(),
                user.displayName(),
                Roles.ALL.stream().filter(user::hasRole).toList());
    }
}
