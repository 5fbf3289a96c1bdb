package io.docket.web.search;

import io.docket.index.Dimension;
import io.docket.index.FacetResult;
import io.docket.index.SearchResponse;
import io.docket.web.review.Reviews;
import io.docket.web.review.TagSets;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** Discovery: counts to restrict by, results, and a preview beside them. */
@Path("/search")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class SearchPage {
    private static final int PAGE = 25;

    private final DocumentSearch search;
    private final Classifiers classifiers;
    private final Collections collections;
    private final TagSets tagSets;
    private final Reviews reviews;
    private final HitCompany company;
    private final SearchAudit audit;
    private final CurrentUser user;

    SearchPage(
            DocumentSearch search,
            Classifiers classifiers,
            Collections collections,
            TagSets tagSets,
            Reviews reviews,
            HitCompany company,
            SearchAudit audit,
            CurrentUser user) {
        this.search = search;
        this.classifiers = classifiers;
        this.collections = collections;
        this.tagSets = tagSets;
        this.reviews = reviews;
        this.company = company;
        this.audit = audit;
        this.user = user;
    }

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance search(DiscoveryView view);
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(hidden = true)
    public TemplateInstance search(
            @RestQuery @DefaultValue("") String q,
            @RestQuery List<String> filter,
            @RestQuery @DefaultValue("") String classifier,
            @RestQuery @DefaultValue("") String sort,
            @RestQuery @DefaultValue("") String cursor,
            @RestQuery @DefaultValue("0") long place,
            @RestQuery @DefaultValue("") String columns) {
        String order = sort.isEmpty() && q.isBlank() ? surestFirst(filter) : sort;
        DocumentSearch.Question question = QuestionReader.read(q, filter, order, PAGE, cursor, true);
        SearchAddress address = SearchAddress.of(q, filter, classifier, order, cursor)
                .at(cursor, Math.max(0, place))
                .withColumns(columns.isBlank() ? List.of() : List.of(columns.split(",")));
        List<Classifier> all = classifiers.all();
        Map<String, String> names = collections.names().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
        SearchResponse response = search.search(user.tenantId(), question);
        audit.record(q, filter, cursor, response);
        Optional<Classifier> shown = shown(all, address, response);
        List<Classifier> speaking = all.stream()
                .filter(each -> shown.filter(each::equals).isPresent() || speaks(each, response))
                .toList();
        return Templates.search(new DiscoveryView(
                address,
                response,
                speaking,
                shown,
                names,
                tagSets.names(),
                tagSets.all(),
                reviews.progress(question),
                company.of(response.hits())));
    }

    /** The classifier asked for; else the one that the search is restricted by; else the surest about this result. */
    private static Optional<Classifier> shown(List<Classifier> all, SearchAddress address, SearchResponse response) {
        return all.stream()
                .filter(each -> each.key().equals(address.classifier()))
                .findFirst()
                .or(() -> all.stream()
                        .filter(each -> address.restricts(each.key()))
                        .findFirst())
                .or(() -> all.stream().max(Comparator.comparingLong(each -> sure(response, each.key()))));
    }

    /** Guesses without words to rank them by are worth reading from the surest downwards. */
    private static String surestFirst(List<String> filters) {
        String guess = Dimension.Kind.GUESS.name().toLowerCase(Locale.ROOT) + ".";
        return filters.stream()
                .filter(filter -> filter.startsWith(guess))
                .findFirst()
                .map(filter -> "confidence." + filter.substring(guess.length(), filter.indexOf(':')))
                .orElse("");
    }

    /** Whether a classifier or people in its name have labelled something of the result. */
    private static boolean speaks(Classifier classifier, SearchResponse response) {
        return response.facets().stream()
                .filter(facet -> facet.dimension().equals(Dimension.label(classifier.key()))
                        || facet.dimension().equals(Dimension.coding(classifier.key())))
                .anyMatch(facet -> !facet.values().isEmpty());
    }

    /** Documents of the result that a classifier is quite sure about. */
    private static long sure(SearchResponse response, String classifierKey) {
        return response.facets().stream()
                .filter(facet -> facet.dimension().equals(Dimension.confidence(classifierKey)))
                .flatMap(facet -> facet.values().stream())
                .filter(band -> band.value().startsWith("0.9"))
                .mapToLong(FacetResult.FacetValue::count)
                .sum();
    }
}
