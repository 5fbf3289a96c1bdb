package io.docket.web.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.LimitPreset;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.pipeline.ProgressView;
import io.docket.web.pipeline.Status;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.tenant.TenantScope;
import io.docket.web.upload.Uploads;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The ingest report of an upload: every file with its outcome and reason, page by page or as one CSV file. */
@Path("/api/v1/uploads/{id}/report")
@Tag(name = "Uploads")
public class ReportResource {
    private final Uploads uploads;
    private final IngestReports reports;
    private final ProgressCounts counts;
    private final AbsentFiles absent;
    private final ReportRetries retries;
    private final AuditLog audit;
    private final TenantScope scope;
    private final CurrentUser user;

    ReportResource(
            Uploads uploads,
            IngestReports reports,
            ProgressCounts counts,
            AbsentFiles absent,
            ReportRetries retries,
            AuditLog audit,
            TenantScope scope,
            CurrentUser user) {
        this.uploads = uploads;
        this.reports = reports;
        this.counts = counts;
        this.absent = absent;
        this.retries = retries;
        this.audit = audit;
        this.scope = scope;
        this.user = user;
    }

    /** A line of the report; see {@link ReportLine}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            UUID document,
            Optional<UUID> parent,
            int depth,
            String path,
            String custodian,
            String status,
            String reason,
            String mediaType,
            long size,
            String sha256,
            long characters,
            String language,
            Optional<UUID> duplicateOf,
            Instant receivedAt) {

        static Line of(ReportLine line) {
            return new Line(
                    line.document(),
                    line.parent(),
                    line.depth(),
                    line.path(),
                    line.custodian(),
                    line.status(),
                    line.reason(),
                    line.mediaType(),
                    line.size(),
                    line.sha256(),
                    line.characters(),
                    line.language(),
                    line.duplicateOf(),
                    line.receivedAt());
        }
    }

    /**
     * A page of a report.
     *
     * @param counts the sum, of the same moment: {@code received = searchable + withoutText + duplicates + failed + pending}
     * @param next to be given as {@code after} for the next page; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Page(ProgressView counts, List<Line> lines, Optional<String> next) {}

    /**
     * What is to be tried again; everything may be missing.
     *
     * @param documents a selection; missing for all that failed
     * @param reason of all that failed, only those with this reason
     * @param limits {@code standard}, {@code patient}, {@code roomy} or {@code wide}
     * @param passwords that are added to the collection's bank first
     */
    public record Retry(
            @Size(max = 10_000) List<@NotNull UUID> documents,
            String reason,
            String limits,
            @Size(max = PasswordBank.MOST) List<@NotNull String> passwords) {

        ReportRetries.Wish wish() {
            return new ReportRetries.Wish(
                    Optional.ofNullable(documents).orElse(List.of()),
                    Optional.ofNullable(reason),
                    Optional.ofNullable(limits).map(LimitPreset::parse).orElse(LimitPreset.STANDARD),
                    Optional.ofNullable(passwords).orElse(List.of()));
        }
    }

    /** How many documents begin again. */
    public record Retried(int documents) {}

    @POST
    @Path("/retry")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "retryReport",
            summary = "Retry what was not read, wholly or a selection, with other limits or further passwords")
    public Retried retry(@PathParam("id") UUID id, @Valid @NotNull Retry retry) {
        return new Retried(retries.retry(id, retry.wish()));
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(
            operationId = "ingestReport",
            summary = "Every file of an upload, and every item found in one, with outcome and reason")
    public Page page(
            @PathParam("id") UUID id,
            @QueryParam("status") @DefaultValue("all") String status,
            @QueryParam("sort") @DefaultValue("path") String sort,
            @QueryParam("after") String after,
            @QueryParam("size") @DefaultValue("100") int size) {
        uploads.require(id);
        List<ReportLine> lines =
                reports.page(id, Status.parse(status), ReportOrder.parse(sort), ReportPlace.parse(after), size);
        return new Page(
                ProgressView.of(counts.ofUpload(id)),
                lines.stream().map(Line::of).toList(),
                lines.size() < size
                        ? Optional.empty()
                        : Optional.of(ReportPlace.of(lines.getLast()).toString()));
    }

    /** Files that did not become documents. */
    public record Absent(List<AbsentFile> files) {}

    @GET
    @Path("/absent")
    @RolesAllowed(Roles.READER)
    @Operation(
            operationId = "absentFiles",
            summary = "Files that were refused, or announced and never received; the first 1,000 by path")
    public Absent absent(@PathParam("id") UUID id) {
        uploads.require(id);
        return new Absent(absent.page(id, "absent", Optional.empty(), IngestReports.LARGEST_PAGE));
    }

    @GET
    @Path("/csv")
    @RolesAllowed(Roles.READER)
    @Produces("text/csv;charset=UTF-8")
    @Operation(operationId = "ingestReportCsv", summary = "The whole report as a CSV file, streamed")
    public Response csv(@PathParam("id") UUID id, @QueryParam("status") @DefaultValue("all") String status) {
        uploads.require(id);
        Status wanted = Status.parse(status);
        String tenant = user.tenantId();
        audit.record("report.download", "upload/" + id, status);
        StreamingOutput lines = out -> write(tenant, id, wanted, out);
        return Response.ok(lines)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"ingest-report-" + id + ".csv\"")
                .build();
    }

    /** Page by page: the report of any upload passes through the memory of one page. */
    private void write(String tenant, UUID upload, Status status, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(ReportCsv.HEADER);
        Optional<ReportPlace> place = Optional.empty();
        List<ReportLine> lines;
        do {
            Optional<ReportPlace> after = place;
            lines = scope.<List<ReportLine>, RuntimeException>callAs(
                    tenant, () -> reports.page(upload, status, ReportOrder.PATH, after, IngestReports.LARGEST_PAGE));
            for (ReportLine line : lines) {
                writer.write(ReportCsv.line(line));
            }
            if (!lines.isEmpty()) {
                place = Optional.of(ReportPlace.of(lines.getLast()));
            }
        } while (lines.size() == IngestReports.LARGEST_PAGE);
        if (status.standings().isEmpty()) {
            writeAbsent(tenant, upload, writer);
        }
        writer.flush();
    }

    private void writeAbsent(String tenant, UUID upload, Writer writer) throws IOException {
        Optional<AbsentFile> last = Optional.empty();
        List<AbsentFile> files;
        do {
            Optional<AbsentFile> after = last;
            files = scope.<List<AbsentFile>, RuntimeException>callAs(
                    tenant, () -> absent.page(upload, "absent", after, IngestReports.LARGEST_PAGE));
            for (AbsentFile file : files) {
                writer.write(ReportCsv.line(file));
            }
            if (!files.isEmpty()) {
                last = Optional.of(files.getLast());
            }
        } while (files.size() == IngestReports.LARGEST_PAGE);
    }
}
