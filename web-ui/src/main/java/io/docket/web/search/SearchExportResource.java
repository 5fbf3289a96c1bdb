package io.docket.web.search;

import io.docket.index.SearchHit;
import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.review.TagSets;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A result as a list for spreadsheets, written while it is searched, whatever its length. */
@Path("/api/v1/search/export")
@Tag(name = "Search")
@Blocking
public class SearchExportResource {
    private static final List<ResultColumn> USUAL = List.of(
            ResultColumn.ID,
            ResultColumn.TITLE,
            ResultColumn.PATH,
            ResultColumn.COLLECTION,
            ResultColumn.CUSTODIAN,
            ResultColumn.AUTHOR,
            ResultColumn.DATE,
            ResultColumn.TYPE,
            ResultColumn.SIZE,
            ResultColumn.LABEL,
            ResultColumn.CONFIDENCE,
            ResultColumn.TAGS,
            ResultColumn.FAMILY);

    private final DocumentSearch search;
    private final Classifiers classifiers;
    private final Collections collections;
    private final TagSets tagSets;
    private final CurrentUser user;
    private final AuditLog audit;

    SearchExportResource(
            DocumentSearch search,
            Classifiers classifiers,
            Collections collections,
            TagSets tagSets,
            CurrentUser user,
            AuditLog audit) {
        this.search = search;
        this.classifiers = classifiers;
        this.collections = collections;
        this.tagSets = tagSets;
        this.user = user;
        this.audit = audit;
    }

    @GET
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "exportSearch", summary = "A whole result as CSV (UTF-8), in the order of the search")
    public Response export(
            @QueryParam("q") @DefaultValue("") String query,
            @QueryParam("filter") List<String> filters,
            @QueryParam("sort") String sort,
            @Parameter(description = "key of the classifier whose labels are listed; the first one by default")
                    @QueryParam("classifier")
                    @DefaultValue("")
                    String classifier,
            @Parameter(
                            description =
                                    "title, name, path, collection, custodian, author, date, type, language, size, label,"
                                            + " confidence, tags, outcome, received, family, id")
                    @QueryParam("columns")
                    @DefaultValue("")
                    String columns) {
        DocumentSearch.Question question = QuestionReader.read(query, filters, sort, 0, null, false);
        List<ResultColumn> chosen = columns.isBlank() ? USUAL : ResultColumn.of(Arrays.asList(columns.split(",")));
        if (chosen.isEmpty()) {
            throw ProblemException.badRequest("None of the columns \"" + columns + "\" is known");
        }
        String key = classifiers.all().stream()
                .map(Classifier::key)
                .filter(each -> classifier.isEmpty() || each.equals(classifier))
                .findFirst()
                .orElse("");
        Map<String, String> names = collections.names().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
        Map<String, String> tags = tagSets.names();
        audit.record("search.export", "search", query + " " + filters);
        // prepared while the request's permissions are known; written later, page by page
        DocumentSearch.Everything everything = search.everything(user.tenantId(), question);
        StreamingOutput lines = out -> {
            try (Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
                writer.write(CsvLine.BYTE_ORDER_MARK);
                writer.write(CsvLine.of(
                        chosen.stream().map(ResultColumn::displayName).toList()));
                everything.forEach(hit -> write(writer, chosen, hit, key, names, tags));
            }
        };
        return Response.ok(lines)
                .type("text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"documents.csv\"")
                .build();
    }

    private static void write(
            Writer writer,
            List<ResultColumn> columns,
            SearchHit hit,
            String classifier,
            Map<String, String> collections,
            Map<String, String> tags) {
        try {
            writer.write(CsvLine.of(columns.stream()
                    .map(column -> ResultCells.export(column, hit, classifier, collections, tags))
                    .toList()));
        } catch (IOException gone) {
            throw new UncheckedIOException("The list could not be sent.", gone);
        }
    }
}
