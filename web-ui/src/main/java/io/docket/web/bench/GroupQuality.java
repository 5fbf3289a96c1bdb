package io.docket.web.bench;

import io.docket.index.Access;
import io.docket.index.ClusterRequest;
import io.docket.index.Clustering;
import io.docket.index.SearchRequest;
import io.docket.index.TenantIndex;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** How well the groups that an index finds agree with labels that it does not know. Stateless. */
final class GroupQuality {
    private static final long SEED = 1;

    private GroupQuality() {}

    /**
     * Normalised mutual information of groups and labels: 0 when a group says nothing about the labels in it, 1 when both divide the
     * documents in the same way; normalised by the mean of both entropies (Strehl and Ghosh 2002, Vinh and others 2010).
     *
     * @param labels of each document by its id; as many groups are made as there are labels, or as many as may be made
     */
    static double measure(TenantIndex index, Map<String, String> labels) throws IOException {
        int groups = (int) Math.min(
                ClusterRequest.MOST_CLUSTERS,
                labels.values().stream().distinct().count());
        Clustering clustering = index.clusters(new ClusterRequest(
                SearchRequest.builder(Access.everything(), "").build(), groups, SEED));
        Map<String, Double> byLabel = new HashMap<>();
        Map<Integer, Double> byGroup = new HashMap<>();
        Map<String, Map<Integer, Double>> joint = new HashMap<>();
        double share = 1.0 / clustering.points().size();
        for (Clustering.Point point : clustering.points()) {
            String label = labels.get(point.documentId());
            byLabel.merge(label, share, Double::sum);
            byGroup.merge(point.cluster(), share, Double::sum);
            joint.computeIfAbsent(label, any -> new HashMap<>()).merge(point.cluster(), share, Double::sum);
        }
        double mutual = 0;
        for (Map.Entry<String, Map<Integer, Double>> row : joint.entrySet()) {
            for (Map.Entry<Integer, Double> cell : row.getValue().entrySet()) {
                double independent = byLabel.get(row.getKey()) * byGroup.get(cell.getKey());
                mutual += cell.getValue() * Math.log(cell.getValue() / independent);
            }
        }
        double entropies = entropy(byLabel) + entropy(byGroup);
        return entropies == 0 ? 0 : 2 * mutual / entropies;
    }

    private static double entropy(Map<?, Double> shares) {
        return -shares.values().stream()
                .mapToDouble(share -> share * Math.log(share))
                .sum();
    }
}
