package io.docket.web.support;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Questions in plain words, what answers them, and the hand-over of what nothing answers. */
@Path("/api/v1/support")
@Tag(name = "Support")
public class SupportResource {
    private static final int MOST_HANDOVERS = 500;

    private final Answers answers;
    private final SupportQuestions questions;
    private final Handovers handovers;
    private final SupportInsight insight;
    private final CurrentUser user;
    private final AuditLog audit;

    SupportResource(
            Answers answers,
            SupportQuestions questions,
            Handovers handovers,
            SupportInsight insight,
            CurrentUser user,
            AuditLog audit) {
        this.answers = answers;
        this.questions = questions;
        this.handovers = handovers;
        this.insight = insight;
        this.user = user;
        this.audit = audit;
    }

    /** A question to be asked. */
    public record NewQuestion(@NotNull String question) {}

    /** The answer to "did this help?". */
    public record Feedback(@NotNull Boolean helped) {}

    /** What the person adds when handing over; may be missing. */
    public record NewHandover(String note) {}

    /** What came of a hand-over; may be missing. */
    public record Closing(String outcome) {}

    @GET
    @Path("/answers")
    @RolesAllowed(Roles.READER)
    @Operation(
            operationId = "instantAnswers",
            summary = "A first look at the answers while typing; nothing is recorded")
    public AnswerView instant(@QueryParam("q") @DefaultValue("") String question) {
        String usable = SupportQuestions.usable(question);
        return AnswerView.instant(usable, answers.instant(user.tenantId(), usable));
    }

    @POST
    @Path("/questions")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "ask", summary = "Ask a question; it is recorded with what was found")
    public RestResponse<AnswerView> ask(@Valid @NotNull NewQuestion wish) {
        String usable = SupportQuestions.usable(wish.question());
        Answer answer = answers.to(user.tenantId(), usable);
        SupportQuestion asked = questions.record(usable, answer);
        return RestResponse.ResponseBuilder.<AnswerView>created(URI.create("/api/v1/support/questions/" + asked.id()))
                .entity(AnswerView.of(asked, answer, answers.related(user.tenantId(), answer), null))
                .build();
    }

    @GET
    @Path("/questions/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "question", summary = "An own question with what answers it now; any for support staff")
    public AnswerView question(@PathParam("id") UUID id) {
        return view(questions.require(id));
    }

    @POST
    @Path("/questions/{id}/opened/{document}")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "openedSource", summary = "Note that a source shown for an own question was opened")
    public void opened(@PathParam("id") UUID id, @PathParam("document") UUID document) {
        questions.opened(id, document);
    }

    @POST
    @Path("/questions/{id}/helped")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "didItHelp", summary = "Say whether what was found helped")
    public AnswerView helped(@PathParam("id") UUID id, @Valid @NotNull Feedback feedback) {
        return view(questions.helped(id, feedback.helped()));
    }

    @POST
    @Path("/questions/{id}/handover")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "handOver", summary = "Hand an own question over to support staff, with what was tried")
    public RestResponse<HandoverView> handOver(@PathParam("id") UUID id, @NotNull NewHandover wish) {
        Handover made = handovers.create(id, Optional.ofNullable(wish.note()).orElse(""));
        return RestResponse.ResponseBuilder.<HandoverView>created(URI.create("/api/v1/support/handovers/" + made.id()))
                .entity(HandoverView.of(handovers.require(made.id())))
                .build();
    }

    @GET
    @Path("/handovers")
    @RolesAllowed(Roles.AGENT)
    @Operation(operationId = "handovers", summary = "Questions handed over, the latest first")
    public List<HandoverView> handovers(
            @QueryParam("which") @DefaultValue("open") String which,
            @QueryParam("size") @DefaultValue("100") int size) {
        if (size < 1 || size > MOST_HANDOVERS) {
            throw ProblemException.badRequest("A list has 1 to " + MOST_HANDOVERS + " hand-overs, not " + size);
        }
        return handovers.list(Handovers.Which.parse(which), size).stream()
                .map(HandoverView::of)
                .toList();
    }

    @GET
    @Path("/handovers.csv")
    @RolesAllowed(Roles.AGENT)
    @Produces("text/csv")
    @Operation(operationId = "exportHandovers", summary = "The latest hand-overs as a table")
    public RestResponse<String> export(@QueryParam("which") @DefaultValue("all") String which) {
        List<Handovers.Dossier> dossiers = handovers.list(Handovers.Which.parse(which), MOST_HANDOVERS);
        audit.record("support.export", "hand-overs", dossiers.size() + " rows");
        return RestResponse.ResponseBuilder.ok(HandoverCsv.of(dossiers))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"hand-overs.csv\"")
                .build();
    }

    @GET
    @Path("/handovers/{id}")
    @RolesAllowed(Roles.AGENT)
    @Operation(operationId = "handover", summary = "One hand-over with what was tried")
    public HandoverView handover(@PathParam("id") UUID id) {
        return HandoverView.of(handovers.require(id));
    }

    @POST
    @Path("/handovers/{id}/close")
    @RolesAllowed(Roles.AGENT)
    @Operation(operationId = "closeHandover", summary = "Close a hand-over and say what came of it")
    public HandoverView close(@PathParam("id") UUID id, @NotNull Closing closing) {
        return HandoverView.of(
                handovers.close(id, Optional.ofNullable(closing.outcome()).orElse("")));
    }

    @GET
    @Path("/insight")
    @RolesAllowed(Roles.AGENT)
    @Operation(operationId = "supportInsight", summary = "What was asked without an answer, without a click, and again")
    public SupportInsight.Report insight(@QueryParam("days") @DefaultValue("30") int days) {
        return insight.report(days);
    }

    private AnswerView view(SupportQuestion asked) {
        Answer answer = answers.to(user.tenantId(), asked.question());
        UUID handover = handovers.of(asked.id()).map(Handover::id).orElse(null);
        return AnswerView.of(asked, answer, answers.related(user.tenantId(), answer), handover);
    }
}
