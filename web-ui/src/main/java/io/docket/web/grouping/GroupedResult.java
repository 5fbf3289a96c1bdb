package io.docket.web.grouping;

import io.docket.index.Clustering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The groups of a result and where each document lies on the map. Kept as JSON.
 *
 * @param groups largest first
 */
public record GroupedResult(List<Group> groups) {
    /** Coordinates are whole numbers from 0 to here. */
    static final int WIDTH = 1000;

    /** Coordinates are whole numbers from 0 to here. */
    static final int HEIGHT = 640;

    public GroupedResult {
        groups = List.copyOf(groups);
    }

    /**
     * A group.
     *
     * @param terms its characteristic words, most characteristic first
     * @param documents nearest to its middle first
     * @param points where each of the documents lies, in the same order: x, y
     */
    public record Group(List<String> terms, List<UUID> documents, List<int[]> points) {
        public Group {
            terms = List.copyOf(terms);
            documents = List.copyOf(documents);
            points = List.copyOf(points);
        }

        /** The words as a name. */
        public String name() {
            return String.join(", ", terms);
        }
    }

    /** The groups of a clustering, its map stretched to the drawing. */
    static GroupedResult of(Clustering clustering) {
        Stretch across = Stretch.of(
                clustering.points().stream().mapToDouble(Clustering.Point::x).toArray(), WIDTH);
        Stretch down = Stretch.of(
                clustering.points().stream().mapToDouble(Clustering.Point::y).toArray(), HEIGHT);
        Map<String, int[]> places = new HashMap<>();
        clustering
                .points()
                .forEach(point ->
                        places.put(point.documentId(), new int[] {across.place(point.x()), down.place(point.y())}));
        List<Group> groups = new ArrayList<>();
        for (Clustering.Cluster cluster : clustering.clusters()) {
            groups.add(new Group(
                    cluster.terms(),
                    cluster.documentIds().stream().map(UUID::fromString).toList(),
                    cluster.documentIds().stream().map(places::get).toList()));
        }
        return new GroupedResult(groups);
    }

    /** How many documents lie in groups. */
    public int grouped() {
        return groups.stream().mapToInt(group -> group.documents().size()).sum();
    }

    /**
     * Maps values to whole places, a few far outliers to the edge.
     *
     * @param low goes to the first place within the margin
     * @param high goes to the last
     */
    private record Stretch(double low, double high, int length) {
        private static final double OUTLIERS = 0.01;
        private static final int MARGIN = 16;

        static Stretch of(double[] values, int length) {
            double[] sorted = Arrays.stream(values).sorted().toArray();
            if (sorted.length == 0) {
                return new Stretch(0, 0, length);
            }
            int cut = (int) (sorted.length * OUTLIERS);
            return new Stretch(sorted[cut], sorted[sorted.length - 1 - cut], length);
        }

        int place(double value) {
            double share = high > low ? Math.clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
            return MARGIN + (int) Math.round(share * (length - 2 * MARGIN));
        }
    }
}
