package io.docket.web.search;

import io.docket.index.Dimension;
import io.docket.index.FacetFilter;
import io.docket.index.FacetRequest;
import io.docket.index.HighlightOptions;
import io.docket.index.InvalidCursorException;
import io.docket.index.SearchNode;
import io.docket.index.SearchRequest;
import io.docket.index.SearchResponse;
import io.docket.index.SortOrder;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Searches the documents of the present tenant. */
@ApplicationScoped
public class DocumentSearch {
    /** Values shown per facet; years and months are many and cheap. */
    private static final int FACET_VALUES = 20;

    private static final int FACET_PERIODS = 120;

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

    DocumentSearch(SearchNode node, CollectionAccess access, Collections collections, Classifiers classifiers) {
        this.node = node;
        this.access = access;
        this.collections = collections;
        this.classifiers = classifiers;
    }

    /**
     * Searches. Whatever a person types is answered; the response says what was understood.
     *
     * @param tenant of the user
     * @throws ProblemException when the cursor is not one of this query
     */
    public SearchResponse search(String tenant, Question question) {
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

    private List<FacetRequest> facets() {
        List<FacetRequest> facets = new ArrayList<>();
        for (Classifier classifier : classifiers.all()) {
            facets.add(new FacetRequest(Dimension.label(classifier.key()), FACET_VALUES));
            facets.add(new FacetRequest(Dimension.confidence(classifier.key()), FACET_VALUES));
            facets.add(new FacetRequest(Dimension.coding(classifier.key()), FACET_VALUES));
        }
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
