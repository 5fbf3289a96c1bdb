package io.docket.web.audit;

import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit record of the own tenant. */
@Path("/api/v1/audit")
@Tag(name = "Audit")
@RolesAllowed(Roles.TENANT_ADMIN)
public class AuditResource {
    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    /** An entry as clients see it. */
    public record Entry(long sequence, Instant recordedAt, String actor, String action, String subject, String detail) {
        static Entry of(AuditEntry entry) {
            return new Entry(
                    entry.sequence(),
                    entry.recordedAt(),
                    entry.actorName(),
                    entry.action(),
                    entry.subject(),
                    entry.detail());
        }
    }

    /** Whether the chain is whole; {@code firstBroken} is 0 when it is. */
    public record Verification(boolean whole, long firstBroken) {}

    @GET
    @Operation(operationId = "listAudit", summary = "Entries, the newest first")
    public List<Entry> list(
            @QueryParam("before") @DefaultValue("9223372036854775807") @Min(1) long before,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return log.page(before, limit).stream().map(Entry::of).toList();
    }

    @GET
    @Path("verification")
    @Operation(operationId = "verifyAudit", summary = "Recompute the hash chain")
    public Verification verify() {
        OptionalLong broken = log.verify();
        return new Verification(broken.isEmpty(), broken.orElse(0));
    }
}
