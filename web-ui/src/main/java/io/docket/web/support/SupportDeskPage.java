package io.docket.web.support;

import io.docket.web.audit.AuditLog;
import io.docket.web.tenant.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The other side of the desk: questions handed over, and what questions say about the documents. */
@Path("/support/desk")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.AGENT)
@Blocking
public class SupportDeskPage {
    private static final int MOST_HANDOVERS = 200;

    private final Handovers handovers;
    private final SupportInsight insight;
    private final AuditLog audit;

    SupportDeskPage(Handovers handovers, SupportInsight insight, AuditLog audit) {
        this.handovers = handovers;
        this.insight = insight;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "support")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance handovers(HandoverList list);

        static native TemplateInstance handover(HandoverDetails view);

        static native TemplateInstance insight(SupportInsight.Report report);
    }

    @GET
    @Operation(hidden = true)
    public TemplateInstance handovers(@RestQuery @DefaultValue("open") String which) {
        return Templates.handovers(new HandoverList(
                which, handovers.list(Handovers.Which.parse(which), MOST_HANDOVERS), handovers.waiting()));
    }

    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public TemplateInstance handover(@RestPath UUID id) {
        return Templates.handover(new HandoverDetails(handovers.require(id)));
    }

    @POST
    @Path("{id}/close")
    @Operation(hidden = true)
    public Response close(@RestPath UUID id, @RestForm @DefaultValue("") String outcome) {
        handovers.close(id, outcome);
        return Response.seeOther(URI.create("/support/desk")).build();
    }

    @GET
    @Path("hand-overs.csv")
    @Produces("text/csv")
    @Operation(hidden = true)
    public Response export(@RestQuery @DefaultValue("all") String which) {
        HandoverList list = new HandoverList(
                which, handovers.list(Handovers.Which.parse(which), MOST_HANDOVERS), handovers.waiting());
        audit.record("support.export", "hand-overs", list.dossiers().size() + " rows");
        return Response.ok(HandoverCsv.of(list.dossiers()))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"hand-overs.csv\"")
                .build();
    }

    @GET
    @Path("insight")
    @Operation(hidden = true)
    public TemplateInstance insight(@RestQuery @DefaultValue("30") int days) {
        return Templates.insight(insight.report(days));
    }
}
