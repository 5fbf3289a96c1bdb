package io.docket.index.query;

import java.util.Objects;

/**
 * A query that was read.
 *
 * @param root the condition; {@link QueryNode.All} when nothing restricts
 * @param interpretation what was understood and what was ignored
 */
public record ParsedQuery(QueryNode root, Interpretation interpretation) {
    public ParsedQuery {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(interpretation, "interpretation");
    }
}
