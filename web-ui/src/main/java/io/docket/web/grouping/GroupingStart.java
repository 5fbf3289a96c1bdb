package io.docket.web.grouping;

import java.util.List;

/**
 * What would be grouped. Public for templates.
 *
 * @param query the query whose result it is; blank for all documents
 * @param filters its restrictions
 * @param count documents of the result
 * @param own groupings made before
 */
public record GroupingStart(String query, List<String> filters, long count, List<Grouping> own) {
    public GroupingStart {
        filters = List.copyOf(filters);
    }

    /** Whether there is enough to group. */
    public boolean enough() {
        return count >= Groupings.FEWEST;
    }

    /** From how many documents on grouping is worth while. */
    public int fewest() {
        return Groupings.FEWEST;
    }
}
