package io.docket.web.search;

import io.docket.index.query.QueryField;
import io.docket.web.tenant.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How to search, with examples that can be tried. */
@Path("/search/help")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class SearchHelpPage {
    private static final List<Example> WORDS = List.of(
            new Example("notice period", "both words"),
            new Example("\"notice period\"", "the phrase"),
            new Example("lease OR tenancy", "either; capital letters"),
            new Example("lease NOT office", "the first without the second; -office is the same"),
            new Example("(lease OR tenancy) deposit", "groups"),
            new Example("terminat*", "words that begin so; ? stands for one letter"),
            new Example("recieve~", "words spelt alike"),
            new Example("\"notice termination\"~5", "both words within five of each other"));

    private static final List<Example> MORE = List.of(
            new Example("confidence:>0.9 label:nda", "what a classifier is sure of"),
            new Example("coded:no", "what nobody has coded yet"),
            new Example("date:2024-01..2024-03", "a range of dates"),
            new Example("date:\"last month\"", "dates in words"),
            new Example("has:attachment type:mail", "mails with attachments"),
            new Example("size:>10mb", "large files"));

    /** A query and what it finds. */
    public record Example(String query, String finds) {}

    @CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Templates {
        private Templates() {}

        static native TemplateInstance searchHelp(List<Example> words, List<QueryField> fields, List<Example> more);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance show() {
        return Templates.searchHelp(WORDS, List.of(QueryField.values()), MORE);
    }
}
