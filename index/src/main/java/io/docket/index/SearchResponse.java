package io.docket.index;

import io.docket.index.query.Interpretation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param total how many documents match, exactly unless {@code partial}
 * @param partial the time limit or a cost limit cut the search short: hits and counts are lower bounds
 * @param hits this page
 * @param nextCursor for the next page; empty on the last
 * @param facets in the order they were asked for
 * @param interpretation what was understood of the query and what was ignored
 * @param suggestion the query with likely misspellings put right; only when it finds something this person may see
 * @param took time spent
 */
public record SearchResponse(
        long total,
        boolean partial,
        List<SearchHit> hits,
        Optional<String> nextCursor,
        List<FacetResult> facets,
        Interpretation interpretation,
        Optional<String> suggestion,
        Duration took) {

    public SearchResponse {
        hits = List.copyOf(hits);
        facets = List.copyOf(facets);
    }

    /**
     * Counts of one dimension.
     *
     * @throws IllegalArgumentException when the request did not ask for it
     */
    public FacetResult facet(Dimension dimension) {
        return facets.stream()
                .filter(facet -> facet.dimension().equals(dimension))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the request did not ask for counts of " + dimension));
    }
}
