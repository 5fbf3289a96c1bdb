package io.docket.web.search;

import io.docket.index.Neighbours;
import io.docket.ml.WeightedSpan;
import io.docket.web.audit.AuditLog;
import io.docket.web.page.Formats;
import io.docket.web.pipeline.Document;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.ClassifierScope;
import io.docket.web.taxonomy.ClassifierScopes;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.taxonomy.LabelledExamples;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** One document: its text with the matches, what the models say and why, and the place to say what is right. */
@Path("/documents/{id}")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class DocumentPage {
    /** Longer texts are shown up to here; the whole text can be downloaded. */
    private static final int LONGEST_SHOWN = 400_000;

    private static final int LONGEST_PREVIEWED = 40_000;

    private final DocumentViews documents;
    private final TextMatches matches;
    private final DocumentSearch search;
    private final Classifiers classifiers;
    private final ClassifierScopes scopes;
    private final LabelledExamples examples;
    private final Collections collections;
    private final CurrentUser user;
    private final AuditLog audit;

    DocumentPage(
            DocumentViews documents,
            TextMatches matches,
            DocumentSearch search,
            Classifiers classifiers,
            ClassifierScopes scopes,
            LabelledExamples examples,
            Collections collections,
            CurrentUser user,
            AuditLog audit) {
        this.documents = documents;
        this.matches = matches;
        this.search = search;
        this.classifiers = classifiers;
        this.scopes = scopes;
        this.examples = examples;
        this.collections = collections;
        this.user = user;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance document(DocumentDetails view);
    }

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Parts {
        private Parts() {}

        static native TemplateInstance documentPreview(DocumentDetails view);

        static native TemplateInstance documentLabels(DocumentDetails view);

        static native TemplateInstance documentText(DocumentDetails view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance show(
            @RestPath UUID id,
            @RestQuery @DefaultValue("") String q,
            @RestQuery List<String> filter,
            @RestQuery @DefaultValue("") String classifier,
            @RestQuery @DefaultValue("") String sort,
            @RestQuery @DefaultValue("0") long at,
            @RestQuery @DefaultValue("") String tab) {
        DocumentDetails.Way way = at > 0 ? way(id, q, filter, classifier, sort, at) : plainWay(q);
        DocumentDetails details = details(id, q, LONGEST_SHOWN).on(way, tab);
        audit.record("document.view", "document/" + id, details.document().name());
        return Templates.document(details);
    }

    private static DocumentDetails.Way plainWay(String q) {
        return new DocumentDetails.Way(
                Optional.empty(), Optional.empty(), Optional.empty(), 0, q.isBlank() ? "" : "q=" + Formats.encode(q));
    }

    /** What stands before and behind the document in the result that it was opened from. */
    private DocumentDetails.Way way(UUID id, String q, List<String> filter, String classifier, String sort, long at) {
        DocumentSearch.Question question = QuestionReader.read(q, filter, sort, 0, null, false);
        SearchAddress address = SearchAddress.of(q, filter, classifier, sort, "");
        Neighbours beside = search.neighbours(user.tenantId(), question, id, at);
        String self = address.document(id.toString(), at);
        return new DocumentDetails.Way(
                Optional.of(address.href()),
                beside.previous().map(other -> address.document(other, Math.max(1, at - 1))),
                beside.next().map(other -> address.document(other, at + 1)),
                at,
                self.substring(self.indexOf('?') + 1));
    }

    @GET
    @Path("preview")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance preview(@RestPath UUID id, @RestQuery @DefaultValue("") String q) {
        DocumentDetails details = details(id, q, LONGEST_PREVIEWED);
        audit.record("document.view", "document/" + id, details.document().name());
        return Parts.documentPreview(details);
    }

    /** The text with the passages marked that spoke for a label. */
    @GET
    @Path("why")
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance why(@RestPath UUID id, @RestQuery UUID classifier, @RestQuery String label) {
        DocumentDetails plain = details(id, "", LONGEST_SHOWN);
        String text = documents.text(user.tenantId(), id, LONGEST_SHOWN);
        List<WeightedSpan> spans = documents.explain(user.tenantId(), id, classifier, label);
        return Parts.documentText(plain.explained(Highlights.why(text, spans), label));
    }

    /** Records what a person says; an empty label takes the person's word back. */
    @POST
    @Path("label")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response label(
            @RestPath UUID id,
            @RestForm UUID classifier,
            @RestForm @DefaultValue("") String label,
            @HeaderParam("HX-Request") Optional<String> byScript) {
        if (label.isEmpty()) {
            examples.unlabel(classifier, id);
        } else {
            examples.labelByHand(classifier, id, label, user.displayName());
        }
        return byScript.isPresent()
                ? Response.ok(Parts.documentLabels(details(id, "", 0))).build()
                : Response.seeOther(URI.create("/documents/" + id)).build();
    }

    private DocumentDetails details(UUID id, String query, int longest) {
        DocumentViews.DocumentView view = documents.view(id);
        Document document = view.document();
        String text = longest == 0 ? "" : documents.text(user.tenantId(), id, longest);
        RawString marked = Highlights.of(text, matches.of(user.tenantId(), id, query));
        String collection = Optional.ofNullable(collections.names().get(document.collectionId()))
                .orElseThrow(() -> ProblemException.notFound("There is no document " + id + " that you may see"));
        Map<UUID, ClassifierScope> labelling = scopes.all();
        List<DocumentDetails.Question> questions = classifiers.all().stream()
                .filter(classifier -> labelling.get(classifier.id()).includes(document.collectionId()))
                .map(classifier -> question(classifier, view))
                .sorted(Comparator.comparingDouble(DocumentDetails.Question::certainty)
                        .reversed())
                .filter(question -> question.prediction().isPresent()
                        || question.said().isPresent()
                        || !question.labels().isEmpty())
                .toList();
        return new DocumentDetails(
                view,
                collection,
                marked,
                query,
                document.characters() > text.length(),
                questions,
                "",
                DocumentDetails.Way.NONE,
                "");
    }

    private DocumentDetails.Question question(Classifier classifier, DocumentViews.DocumentView view) {
        return new DocumentDetails.Question(
                classifier,
                classifiers.labels(classifier.id()).stream()
                        .map(Classifiers.LabelCount::name)
                        .toList(),
                view.predictions().stream()
                        .filter(prediction -> prediction.classifier().equals(classifier.id()))
                        .findFirst(),
                Optional.ofNullable(view.labels().get(classifier.key())));
    }
}
