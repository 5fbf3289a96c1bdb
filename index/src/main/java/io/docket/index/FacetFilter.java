package io.docket.index;

import java.util.Objects;
import java.util.Set;

/**
 * A restriction by one dimension.
 *
 * @param dimension what is restricted
 * @param include documents must have one of these values; empty for no such demand
 * @param exclude documents must have none of these values
 */
public record FacetFilter(Dimension dimension, Set<String> include, Set<String> exclude) {

    public FacetFilter {
        Objects.requireNonNull(dimension, "dimension");
        include = Set.copyOf(include);
        exclude = Set.copyOf(exclude);
    }

    /** Any of the values. */
    public static FacetFilter include(Dimension dimension, String... values) {
        return new FacetFilter(dimension, Set.of(values), Set.of());
    }

    /** None of the values. */
    public static FacetFilter exclude(Dimension dimension, String... values) {
        return new FacetFilter(dimension, Set.of(), Set.of(values));
    }
}
