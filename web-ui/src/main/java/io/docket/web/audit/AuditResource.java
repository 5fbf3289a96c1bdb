package io.docket.web.audit;

import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit record of the own tenant. */
@Path("/api/v1/audit")
@Tag(name = "Audit")
@RolesAllowed(Roles.TENANT_ADMIN)
public class AuditResource {
    /** Entries that are read into memory at once. */
    private static final int EXPORT_PAGE = 1_000;

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
            @QueryParam("actor") @DefaultValue("") String actor,
            @Parameter(description = "such as label.give, or label for all of its kind")
                    @QueryParam("action")
                    @DefaultValue("")
                    String action,
            @Parameter(description = "such as document/ID") @QueryParam("subject") @DefaultValue("") String subject,
            @Parameter(description = "first day, UTC, such as 2026-03-01") @QueryParam("from") @DefaultValue("")
                    String from,
            @Parameter(description = "last day, UTC") @QueryParam("to") @DefaultValue("") String to,
            @QueryParam("before") @DefaultValue("9223372036854775807") @Min(1) long before,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return log.page(new AuditFilter(actor, action, subject, from, to), before, limit).stream()
                .map(Entry::of)
                .toList();
    }

    @GET
    @Path("export")
    @Produces("text/csv;charset=UTF-8")
    @Operation(
            operationId = "exportAudit",
            summary = "The filtered record as CSV, the newest first; noted in the record")
    public Response export(
            @QueryParam("actor") @DefaultValue("") String actor,
            @QueryParam("action") @DefaultValue("") String action,
            @QueryParam("subject") @DefaultValue("") String subject,
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("to") @DefaultValue("") String to) {
        AuditFilter filter = new AuditFilter(actor, action, subject, from, to);
        log.record("audit.export", "audit", filter.restricts() ? "filtered" : "everything");
        StreamingOutput rows = output -> write(filter, output);
        return Response.ok(rows)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=audit.csv")
                .build();
    }

    private void write(AuditFilter filter, OutputStream output) throws IOException {
        Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
        writer.write("sequence,recorded_at,actor_id,actor,action,subject,detail\r\n");
        long before = Long.MAX_VALUE;
        List<AuditEntry> page = log.page(filter, before, EXPORT_PAGE);
        while (!page.isEmpty()) {
            for (AuditEntry entry : page) {
                writer.write(AuditCsv.row(entry));
            }
            before = page.getLast().sequence();
            page = log.page(filter, before, EXPORT_PAGE);
        }
        writer.flush();
    }

    @GET
    @Path("verification")
    @Operation(operationId = "verifyAudit", summary = "Recompute the hash chain")
    public Verification verify() {
        OptionalLong broken = log.verify();
        return new Verification(broken.isEmpty(), broken.orElse(0));
    }
}
