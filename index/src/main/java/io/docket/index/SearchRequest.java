package io.docket.index;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A search. Made with {@link #builder(Access, String)}. Immutable.
 *
 * @param query what the person typed; blank finds everything
 * @param access which collections may be seen
 * @param filters restrictions by dimension, all of which hold
 * @param sort order of the hits
 * @param size hits per page; 0 for counts only
 * @param cursor where the previous page ended, from {@link SearchResponse#nextCursor()}
 * @param facets counts wanted
 * @param highlight how much text to show
 * @param collectionNames what {@code in:} may call a collection, mapped to its id; ids themselves always work
 * @param timeout after which the search answers with what it has, marked partial
 * @param clock for dates in words such as "last month", in its time zone
 */
public record SearchRequest(
        String query,
        Access access,
        List<FacetFilter> filters,
        SortOrder sort,
        int size,
        Optional<String> cursor,
        List<FacetRequest> facets,
        HighlightOptions highlight,
        Map<String, String> collectionNames,
        Duration timeout,
        Clock clock) {

    /** Long enough for any sensible query on a million documents, short enough not to stall a node. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    public SearchRequest {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(access, "access");
        filters = List.copyOf(filters);
        Objects.requireNonNull(sort, "sort");
        Objects.requireNonNull(cursor, "cursor");
        facets = List.copyOf(facets);
        Objects.requireNonNull(highlight, "highlight");
        collectionNames = Map.copyOf(collectionNames);
        Objects.requireNonNull(clock, "clock");
        if (size < 0 || size > 1000) {
            throw new IllegalArgumentException(
                    "a page has 0 to 1,000 hits, but " + size + " were asked for: follow the cursor instead");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be positive, but is " + timeout);
        }
    }

    /** The same request with another query, from its first page. */
    public SearchRequest withQuery(String value) {
        return new SearchRequest(
                value,
                access,
                filters,
                sort,
                size,
                Optional.empty(),
                facets,
                highlight,
                collectionNames,
                timeout,
                clock);
    }

    /** Starts a request; everything but these two has a default. */
    public static Builder builder(Access access, String query) {
        return new Builder(access, query);
    }

    /** Collects the parts of a request. Not safe for use by several threads. */
    public static final class Builder {
        private final String query;
        private final Access access;
        private List<FacetFilter> filters = List.of();
        private SortOrder sort = SortOrder.RELEVANCE;
        private int size = 25;
        private Optional<String> cursor = Optional.empty();
        private List<FacetRequest> facets = List.of();
        private HighlightOptions highlight = HighlightOptions.DEFAULT;
        private Map<String, String> collectionNames = Map.of();
        private Duration timeout = DEFAULT_TIMEOUT;
        private Clock clock = Clock.systemUTC();

        private Builder(Access access, String query) {
            this.access = access;
            this.query = query;
        }

        public Builder filters(List<FacetFilter> value) {
            filters = value;
            return this;
        }

        public Builder filter(FacetFilter... value) {
            filters = List.of(value);
            return this;
        }

        public Builder sort(SortOrder value) {
            sort = value;
            return this;
        }

        public Builder size(int value) {
            size = value;
            return this;
        }

        public Builder cursor(String value) {
            cursor = Optional.of(value);
            return this;
        }

        public Builder facets(List<FacetRequest> value) {
            facets = value;
            return this;
        }

        public Builder facet(Dimension... dimensions) {
            facets = Arrays.stream(dimensions).map(FacetRequest::of).toList();
            return this;
        }

        public Builder highlight(HighlightOptions value) {
            highlight = value;
            return this;
        }

        public Builder collectionNames(Map<String, String> value) {
            collectionNames = value;
            return this;
        }

        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        public SearchRequest build() {
            return new SearchRequest(
                    query, access, filters, sort, size, cursor, facets, highlight, collectionNames, timeout, clock);
        }
    }
}
