package io.docket.web.operations;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.IndexRebuild;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Care for the tenant's data while the appliance runs; {@code ./docket check} and {@code reindex} do it while it stands. */
@Path("/api/v1/operations")
@Tag(name = "Operations")
public class OperationsResource {
    private final ConsistencyCheck check;
    private final IndexRebuild rebuild;
    private final AuditLog audit;
    private final CurrentUser user;

    OperationsResource(ConsistencyCheck check, IndexRebuild rebuild, AuditLog audit, CurrentUser user) {
        this.check = check;
        this.rebuild = rebuild;
        this.audit = audit;
        this.user = user;
    }

    /** How many documents the new index holds. */
    public record Rebuilt(long documents) {}

    @POST
    @Path("/check")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "check", summary = "Check that database, blobs, index and models of the tenant agree")
    public CheckReport check() throws IOException {
        audit.record("operations.check", "tenant/" + user.tenantId(), "");
        return check.check(user.tenantId());
    }

    @POST
    @Path("/reindex")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @Operation(operationId = "reindex", summary = "Build the tenant's index anew from database and blobs")
    public Rebuilt reindex() throws IOException {
        audit.record("operations.reindex", "tenant/" + user.tenantId(), "");
        return new Rebuilt(rebuild.rebuild(user.tenantId()));
    }
}
