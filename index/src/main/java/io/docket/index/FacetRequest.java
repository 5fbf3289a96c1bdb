package io.docket.index;

import java.util.Objects;

/**
 * A wish for counts.
 *
 * @param dimension what to count
 * @param limit how many values at most, the most frequent first (years and months: the latest, in time's order)
 */
public record FacetRequest(Dimension dimension, int limit) {

    public FacetRequest {
        Objects.requireNonNull(dimension, "dimension");
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("a facet shows 1 to 10,000 values, but " + limit + " were asked for");
        }
    }

    /** The twenty most frequent values. */
    public static FacetRequest of(Dimension dimension) {
        return new FacetRequest(dimension, 20);
    }
}
