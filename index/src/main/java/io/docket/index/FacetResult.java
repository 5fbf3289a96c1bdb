package io.docket.index;

import java.util.List;

/**
 * Counts of one dimension.
 *
 * @param dimension what was counted
 * @param values the values with their counts; those selected by a filter are always among them
 * @param distinct how many different values there are, shown or not
 */
public record FacetResult(Dimension dimension, List<FacetValue> values, int distinct) {

    public FacetResult {
        values = List.copyOf(values);
    }

    /**
     * One value.
     *
     * @param value as it is written in filters
     * @param count documents in the result that have it. Where values of this dimension are selected, the count says how
     *     many documents selecting this value would give with all other restrictions in force
     * @param selected whether a filter includes it
     */
    public record FacetValue(String value, long count, boolean selected) {}
}
