package io.docket.index;

import java.util.Objects;

/**
 * A wish to group a result.
 *
 * @param documents which documents; paging, facets and highlights do not matter
 * @param clusters how many groups; 0 to choose by the number of documents
 * @param seed the same seed groups the same documents the same way
 */
public record ClusterRequest(SearchRequest documents, int clusters, long seed) {

    /** Results larger than this are grouped by a fixed sample of this size. */
    public static final int MOST_DOCUMENTS = 5_000;

    /** Most groups. */
    public static final int MOST_CLUSTERS = 50;

    public ClusterRequest {
        Objects.requireNonNull(documents, "documents");
        if (clusters < 0 || clusters > MOST_CLUSTERS) {
            throw new IllegalArgumentException(
                    "1 to " + MOST_CLUSTERS + " clusters can be made (0 to choose), not " + clusters);
        }
    }
}
