package io.docket.web.search;

import io.docket.index.Access;
import io.docket.index.Completion;
import io.docket.index.CompletionRequest;
import io.docket.index.Dimension;
import io.docket.index.FacetFilter;
import io.docket.index.FacetRequest;
import io.docket.index.HighlightOptions;
import io.docket.index.InvalidCursorException;
import io.docket.index.Neighbours;
import io.docket.index.SearchHit;
import io.docket.index.SearchNode;
import io.docket.index.SearchRequest;
import io.docket.index.SearchResponse;
import io.docket.index.SortOrder;
import io.docket.index.TermsReport;
import io.docket.index.TermsReportRequest;
import io.docket.web.pipeline.CodingsForIndex;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Searches the documents of the present tenant. */
@ApplicationScoped
public class DocumentSearch {
    /** Values shown per facet; years and months are many and cheap. */
    private static final int FACET_VALUES = 20;

    private static final int FACET_PERIODS = 1_200;

    /** Time for a search whose result must be complete. */
    private static final Duration WHOLE_RESULT = Duration.ofMinutes(2);

    /** Hits read at once when a whole result is listed. */
    private static final int EXPORT_PAGE = 1_000;

    private static final List<Dimension> ALWAYS = List.of(
            Dimension.COLLECTION,
            Dimension.TYPE,
            Dimension.CUSTODIAN,
            Dimension.AUTHOR,
            Dimension.LANGUAGE,
            Dimension.OUTCOME);

    private final SearchNode node;
    private final CollectionAccess access;
    private final Collections collections;
    private final Classifiers classifiers;
    private final CodingsForIndex codings;
    private final SynonymGroups synonyms;

    DocumentSearch(
            SearchNode node,
            CollectionAccess access,
            Collections collections,
            Classifiers classifiers,
            CodingsForIndex codings,
            SynonymGroups synonyms) {
        this.node = node;
        this.access = access;
        this.collections = collections;
        this.classifiers = classifiers;
        this.codings = codings;
        this.synonyms = synonyms;
    }

    /**
     * Searches. Whatever a person types is answered; the response says what was understood.
     *
     * @param tenant of the user
     * @throws ProblemException when the cursor is not one of this query
     */
    public SearchResponse search(String tenant, Question question) {
        synonyms.ready(tenant);
        SearchRequest.Builder request = SearchRequest.builder(access.ofCurrentUser(), question.query())
                .filters(question.filters())
                .sort(question.sort())
                .size(question.size())
                .facets(question.facets() ? facets() : List.of())
                .highlight(HighlightOptions.DEFAULT)
                .collectionNames(collectionIds());
        question.cursor().ifPresent(request::cursor);
        try {
            return node.tenant(tenant).search(request.build());
        } catch (InvalidCursorException e) {
            throw ProblemException.badRequest(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("The index of tenant " + tenant + " could not be searched.", e);
        }
    }

    /** A whole result in its order, read page by page when it is asked for. */
    public interface Everything {
        /** Hands over every hit, without passages. */
        void forEach(Consumer<SearchHit> action);
    }

    /** A whole result, with the permissions of now; without a ceiling. */
    public Everything everything(String tenant, Question question) {
        Access allowed = access.ofCurrentUser();
        Map<String, String> names = collectionIds();
        synonyms.ready(tenant);
        return action -> {
            Optional<String> cursor = Optional.empty();
            do {
                SearchRequest.Builder request = SearchRequest.builder(allowed, question.query())
                        .filters(question.filters())
                        .sort(question.sort())
                        .size(EXPORT_PAGE)
                        .highlight(HighlightOptions.NONE)
                        .timeout(WHOLE_RESULT)
                        .collectionNames(names);
                cursor.ifPresent(request::cursor);
                try {
                    SearchResponse page = node.tenant(tenant).search(request.build());
                    page.hits().forEach(action);
                    cursor = page.nextCursor();
                } catch (IOException e) {
                    throw new UncheckedIOException("The index of tenant " + tenant + " could not be searched.", e);
                }
            } while (cursor.isPresent());
        };
    }

    /**
     * The documents before and behind one in a result.
     *
     * @param place where it stood, counted from 1
     */
    public Neighbours neighbours(String tenant, Question question, UUID document, long place) {
        SearchRequest request = SearchRequest.builder(access.ofCurrentUser(), question.query())
                .filters(question.filters())
                .sort(question.sort())
                .collectionNames(collectionIds())
                .build();
        try {
            return node.tenant(tenant).neighbours(request, document.toString(), place);
        } catch (IOException e) {
            throw new UncheckedIOException("The index of tenant " + tenant + " could not be searched.", e);
        }
    }

    /** What could be typed next, made only of what the person may see. */
    public List<Completion> complete(String tenant, String typed, int most) {
        try {
            return node.tenant(tenant)
                    .complete(new CompletionRequest(typed, access.ofCurrentUser(), collectionIds(), most));
        } catch (IOException e) {
            throw new UncheckedIOException("The index of tenant " + tenant + " could not be searched.", e);
        }
    }

    /**
     * What each of a list of terms finds within a search.
     *
     * @throws ProblemException when there are too many terms or none
     */
    public TermsReport termsReport(
            String tenant,
            List<String> terms,
            Question within,
            Optional<TermsReportRequest.Wanted> predicted,
            Optional<TermsReportRequest.Wanted> coded) {
        if (terms.isEmpty() || terms.size() > TermsReportRequest.MOST_TERMS) {
            throw ProblemException.badRequest("A report is about 1 to " + TermsReportRequest.MOST_TERMS
                    + " terms, one per line, not " + terms.size() + ": split the list");
        }
        SearchRequest request = SearchRequest.builder(access.ofCurrentUser(), within.query())
                .filters(within.filters())
                .timeout(WHOLE_RESULT)
                .collectionNames(collectionIds())
                .build();
        try {
            return node.tenant(tenant).termsReport(new TermsReportRequest(terms, request, predicted, coded));
        } catch (IOException e) {
            throw new UncheckedIOException("The index of tenant " + tenant + " could not be searched.", e);
        }
    }

    /**
     * The documents of a whole result, for actions on all of them; without a ceiling and in no particular order.
     *
     * @throws ProblemException when the query is so costly that its result would be incomplete
     */
    public List<UUID> everyId(String tenant, Question question) {
        SearchRequest request = SearchRequest.builder(access.ofCurrentUser(), question.query())
                .filters(question.filters())
                .size(0)
                .timeout(WHOLE_RESULT)
                .collectionNames(collectionIds())
                .build();
        try {
            if (node.tenant(tenant).search(request).partial()) {
                throw ProblemException.badRequest(
                        "This search is too costly to act on its whole result: use fewer or longer wildcards");
            }
            List<UUID> ids = new ArrayList<>();
            node.tenant(tenant).forEachId(request, id -> ids.add(UUID.fromString(id)));
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException("The index of tenant " + tenant + " could not be searched.", e);
        }
    }

    private List<FacetRequest> facets() {
        List<FacetRequest> facets = new ArrayList<>();
        for (Classifier classifier : classifiers.all()) {
            facets.add(new FacetRequest(Dimension.label(classifier.key()), FACET_VALUES));
            facets.add(new FacetRequest(Dimension.confidence(classifier.key()), FACET_VALUES));
            facets.add(new FacetRequest(Dimension.guess(classifier.key()), FACET_VALUES));
            facets.add(new FacetRequest(Dimension.coding(classifier.key()), FACET_VALUES));
        }
        codings.dimensions().stream()
                .sorted()
                .forEach(tagSet -> facets.add(new FacetRequest(Dimension.coding(tagSet), FACET_VALUES)));
        ALWAYS.forEach(dimension -> facets.add(new FacetRequest(dimension, FACET_VALUES)));
        facets.add(new FacetRequest(Dimension.MONTH, FACET_PERIODS));
        return facets;
    }

    private Map<String, String> collectionIds() {
        Map<String, String> ids = new HashMap<>();
        collections.names().forEach((id, name) -> ids.put(name, id.toString()));
        return ids;
    }

    /**
     * What a person asks for.
     *
     * @param query as typed; blank finds everything
     * @param filters restrictions by facet
     * @param sort order of hits
     * @param size hits per page, 0 to 200
     * @param cursor end of the page before
     * @param facets whether counts are wanted
     */
    public record Question(
            String query,
            List<FacetFilter> filters,
            SortOrder sort,
            int size,
            Optional<String> cursor,
            boolean facets) {
        /** Most hits of a page. */
        public static final int LARGEST_PAGE = 200;

        public Question {
            filters = List.copyOf(filters);
            if (size < 0 || size > LARGEST_PAGE) {
                throw ProblemException.badRequest(
                        "A page has 0 to " + LARGEST_PAGE + " hits, not " + size + ": follow nextCursor instead");
            }
        }

        /** The first page with facets, best match first. */
        public static Question of(String query) {
            return new Question(query, List.of(), SortOrder.RELEVANCE, 25, Optional.empty(), true);
        }
    }
}
