package io.docket.index;

import java.util.List;

/**
 * A result in groups.
 *
 * @param clusters largest first
 * @param points each document grouped, for a map
 * @param total documents of the result; more than {@code points} when a sample was grouped
 */
public record Clustering(List<Cluster> clusters, List<Point> points, long total) {

    public Clustering {
        clusters = List.copyOf(clusters);
        points = List.copyOf(points);
    }

    /**
     * A group.
     *
     * @param terms its characteristic words, most characteristic first: its name
     * @param documentIds nearest to the middle first
     */
    public record Cluster(List<String> terms, List<String> documentIds) {
        public Cluster {
            terms = List.copyOf(terms);
            documentIds = List.copyOf(documentIds);
        }
    }

    /**
     * A document on the map.
     *
     * @param cluster index into the clusters
     * @param x along the direction in which the documents differ most (first principal component)
     * @param y along the second
     */
    public record Point(String documentId, int cluster, double x, double y) {}
}
