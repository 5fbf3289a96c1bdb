package io.docket.web.support;

import io.docket.index.TextRange;
import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.Document;
import io.docket.web.problem.ProblemException;
import io.docket.web.search.DocumentViews;
import io.docket.web.search.Highlights;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Ask in plain words, read the answer at its place in the source, say whether it helped, hand over what did not. */
@Path("/support")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class SupportPage {
    /** Longer texts are shown up to here. */
    private static final int LONGEST_SHOWN = 400_000;

    /** Shorter beginnings are not looked up while typing. */
    private static final int SHORTEST_INSTANT = 3;

    private static final int OWN_QUESTIONS = 6;

    private final Answers answers;
    private final SupportQuestions questions;
    private final Handovers handovers;
    private final DocumentViews documents;
    private final Collections collections;
    private final AnswerAccess access;
    private final CurrentUser user;
    private final AuditLog audit;

    SupportPage(
            Answers answers,
            SupportQuestions questions,
            Handovers handovers,
            DocumentViews documents,
            Collections collections,
            AnswerAccess access,
            CurrentUser user,
            AuditLog audit) {
        this.answers = answers;
        this.questions = questions;
        this.handovers = handovers;
        this.documents = documents;
        this.collections = collections;
        this.access = access;
        this.user = user;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "support")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance ask(List<SupportQuestion> own, boolean nothingAnswers);

        static native TemplateInstance question(QuestionView view);

        static native TemplateInstance source(SourceView view);
    }

    @CheckedTemplate(basePath = "support", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Parts {
        private Parts() {}

        static native TemplateInstance instantAnswers(QuestionView view);

        static native TemplateInstance didItHelp(QuestionView view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance ask() {
        return Templates.ask(questions.own(OWN_QUESTIONS), access.isNone());
    }

    /** A first look while typing. */
    @GET
    @Path("instant")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public Response instant(@RestQuery @DefaultValue("") String question) {
        if (question.strip().length() < SHORTEST_INSTANT || question.length() > SupportQuestion.LONGEST) {
            return Response.ok("").build();
        }
        Answer answer = answers.instant(user.tenantId(), question);
        return Response.ok(Parts.instantAnswers(QuestionView.instant(question, answer, names())))
                .build();
    }

    @POST
    @Path("questions")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public Response ask(@RestForm @DefaultValue("") String question) {
        String usable = SupportQuestions.usable(question);
        SupportQuestion asked = questions.record(usable, answers.to(user.tenantId(), usable));
        return Response.seeOther(URI.create("/support/questions/" + asked.id())).build();
    }

    @GET
    @Path("questions/{id}")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance question(@RestPath UUID id) {
        SupportQuestion asked = questions.require(id);
        Answer answer = answers.to(user.tenantId(), asked.question());
        return Templates.question(QuestionView.of(
                asked,
                answer,
                answers.related(user.tenantId(), answer),
                names(),
                handovers.of(id),
                asked.askedBy().equals(user.userId())));
    }

    @POST
    @Path("questions/{id}/helped")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public Response helped(
            @RestPath UUID id, @RestForm boolean helped, @HeaderParam("HX-Request") Optional<String> byScript) {
        SupportQuestion asked = questions.helped(id, helped);
        if (byScript.isEmpty()) {
            return Response.seeOther(URI.create("/support/questions/" + id)).build();
        }
        Answer answer = answers.to(user.tenantId(), asked.question());
        return Response.ok(Parts.didItHelp(QuestionView.of(asked, answer, List.of(), names(), handovers.of(id), true)))
                .build();
    }

    @POST
    @Path("questions/{id}/handover")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public Response handOver(@RestPath UUID id, @RestForm @DefaultValue("") String note) {
        handovers.create(id, note);
        return Response.seeOther(URI.create("/support/questions/" + id + "#handover"))
                .build();
    }

    /** A source at its passage; opening it from a question is noted. */
    @GET
    @Path("sources/{document}")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance source(
            @RestPath UUID document,
            @RestQuery Optional<UUID> question,
            @RestQuery @DefaultValue("0") int start,
            @RestQuery @DefaultValue("0") int end) {
        Document source = documents.view(document).document();
        if (!access.allows(source.collectionId())) {
            throw ProblemException.notFound("There is no document " + document + " that you may see");
        }
        Optional<SupportQuestion> asked = question.map(questions::require);
        question.ifPresent(id -> questions.opened(id, document));
        audit.record(
                "support.read",
                "document/" + document,
                question.map(id -> "question/" + id).orElse(""));
        String text = documents.text(user.tenantId(), document, LONGEST_SHOWN);
        int from = Math.clamp(start, 0, text.length());
        int to = Math.clamp(end, from, text.length());
        return Templates.source(new SourceView(
                source,
                collections.names().getOrDefault(source.collectionId(), ""),
                asked,
                text.substring(0, from),
                mark(text.substring(from, to)),
                text.substring(to),
                source.characters() > text.length()));
    }

    private static RawString mark(String passage) {
        return passage.isEmpty()
                ? new RawString("")
                : Highlights.of(passage, List.of(new TextRange(0, passage.length())));
    }

    private Map<String, String> names() {
        return collections.names().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
    }
}
