package io.docket.web.account;

import io.docket.web.pipeline.LimitPreset;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.pipeline.Status;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.ArrivalCounts;
import io.docket.web.upload.Collections;
import io.docket.web.upload.Upload;
import io.docket.web.upload.UploadCard;
import io.docket.web.upload.Uploads;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The page of an upload's ingest report. */
@Path("/uploads/{id}/report")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ReportPage {
    private static final int PAGE = 100;

    private final Uploads uploads;
    private final Collections collections;
    private final ProgressCounts counts;
    private final ArrivalCounts arrivals;
    private final IngestReports reports;
    private final AbsentFiles absent;
    private final ReportRetries retries;

    ReportPage(
            Uploads uploads,
            Collections collections,
            ProgressCounts counts,
            ArrivalCounts arrivals,
            IngestReports reports,
            AbsentFiles absent,
            ReportRetries retries) {
        this.uploads = uploads;
        this.collections = collections;
        this.counts = counts;
        this.arrivals = arrivals;
        this.reports = reports;
        this.absent = absent;
        this.retries = retries;
    }

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Templates {
        private Templates() {}

        static native TemplateInstance ingestReport(ReportView view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance show(
            @RestPath UUID id,
            @RestQuery @DefaultValue("all") String status,
            @RestQuery @DefaultValue("path") String sort,
            @RestQuery String after) {
        Upload upload = uploads.require(id);
        ReportOrder order = ReportOrder.parse(sort);
        Optional<ReportPlace> place = ReportPlace.parse(after);
        boolean notHere = ReportView.isAbsent(status);
        List<ReportLine> found = notHere ? List.of() : reports.page(id, Status.parse(status), order, place, PAGE + 1);
        List<ReportLine> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        return Templates.ingestReport(new ReportView(
                collections.require(upload.collectionId()),
                new UploadCard(upload, arrivals.of(id), counts.ofUpload(id)),
                status,
                order,
                shown.stream().map(ReportView.Row::new).toList(),
                notHere ? absent.page(id, status, Optional.empty(), IngestReports.LARGEST_PAGE) : List.of(),
                found.size() > PAGE ? Optional.of(ReportPlace.of(shown.getLast())) : Optional.empty(),
                place.isPresent()));
    }

    /** Retries what is shown as failed, or what was ticked. */
    @POST
    @Path("retry")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response retry(
            @RestPath UUID id,
            @RestForm List<UUID> document,
            @RestForm @DefaultValue("failed") String which,
            @RestForm @DefaultValue("standard") String limits,
            @RestForm @DefaultValue("") String passwords) {
        boolean selection = which.equals("selected");
        if (selection && document.isEmpty()) {
            throw ProblemException.badRequest("No file was ticked: tick some, or retry all that failed");
        }
        retries.retry(
                id,
                new ReportRetries.Wish(
                        selection ? document : List.of(),
                        selection || which.equals("failed") ? Optional.empty() : Optional.of(which),
                        LimitPreset.parse(limits),
                        PasswordPage.lines(passwords)));
        return Response.seeOther(URI.create("/uploads/" + id + "/report")).build();
    }
}
