package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BitSetIterator;

/**
 * Groups documents by their words (weights hashed into {@value #HASHED} components with random signs, Weinberger and others
 * 2009) and, where there is an encoder, as much by their meaning; names the groups by words that are frequent in them and not
 * elsewhere. For one request.
 */
final class Clusterer {

    private static final int HASHED = 512;
    private static final int WORDS_PER_DOCUMENT = 120;
    private static final int NAME_TERMS = 5;
    private static final int DOCUMENTS_PER_CLUSTER = 40;
    private static final int FEWEST = 2;
    private static final int MOST_CHOSEN = 24;

    private final IndexSearcher searcher;
    private final SearchContext context;
    private final ClusterRequest request;

    Clusterer(IndexSearcher searcher, SearchContext context, ClusterRequest request) {
        this.searcher = searcher;
        this.context = context;
        this.request = request;
    }

    /** A document with the words that characterise it. */
    private record Member(String id, List<TermWeights.Weighted> words, Optional<float[]> meaning) {}

    Clustering run(List<MatchBits.Leaf> bits) throws IOException {
        List<Member> members = members(sample(bits));
        long total = MatchBits.total(bits);
        if (members.isEmpty()) {
            return new Clustering(List.of(), List.of(), total);
        }
        float[][] points = points(members);
        int count = request.clusters() > 0
                ? request.clusters()
                : Math.clamp(members.size() / DOCUMENTS_PER_CLUSTER, FEWEST, MOST_CHOSEN);
        SphericalKMeans.Result result = new SphericalKMeans(points, count, request.seed()).run();
        return assemble(members, result, PrincipalPlane.project(points, request.seed()), total);
    }

    /** All matching documents, or those with the smallest keys: the same ones whatever the order of the index. */
    private List<Integer> sample(List<MatchBits.Leaf> bits) throws IOException {
        record Keyed(long key, int doc) {}
        PriorityQueue<Keyed> smallest =
                new PriorityQueue<>(Comparator.comparingLong(Keyed::key).reversed());
        for (MatchBits.Leaf leaf : bits) {
            NumericDocValues keys = DocValues.getNumeric(leaf.context().reader(), Schema.KEY);
            DocIdSetIterator matching =
                    new BitSetIterator(leaf.bits(), leaf.bits().length());
            for (int doc = matching.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = matching.nextDoc()) {
                if (keys.advanceExact(doc)) {
                    smallest.add(new Keyed(keys.longValue(), doc + leaf.context().docBase));
                    if (smallest.size() > ClusterRequest.MOST_DOCUMENTS) {
                        smallest.poll();
                    }
                }
            }
        }
        return smallest.stream()
                .sorted(Comparator.comparingLong(Keyed::key))
                .map(Keyed::doc)
                .toList();
    }

    /** Documents that nothing is known of belong to no group. */
    private List<Member> members(List<Integer> docs) throws IOException {
        HitReader reader = new HitReader(searcher, context.dictionary());
        TermWeights weights = new TermWeights(searcher.getIndexReader(), context.analyzer());
        List<Member> members = new ArrayList<>(docs.size());
        for (int doc : docs) {
            HitReader.Stored stored = reader.stored(doc, true);
            String text = stored.text(Schema.TEXT);
            List<TermWeights.Weighted> words =
                    weights.strongest(text, stored.text(Schema.LANGUAGE), WORDS_PER_DOCUMENT);
            Optional<float[]> meaning =
                    context.encoder().filter(encoder -> !text.isBlank()).map(encoder -> Meaning.unit(encoder, text));
            if (!words.isEmpty() || meaning.isPresent()) {
                members.add(new Member(stored.text(Schema.ID), words, meaning));
            }
        }
        return members;
    }

    /** Words and meaning side by side, each at length one; meanings without what all of them have in common. */
    private static float[][] points(List<Member> members) {
        float[] common = common(members);
        float[][] points = new float[members.size()][];
        for (int i = 0; i < points.length; i++) {
            float[] point = Arrays.copyOf(hashed(members.get(i).words()), HASHED + common.length);
            members.get(i)
                    .meaning()
                    .ifPresent(meaning -> System.arraycopy(beyond(common, meaning), 0, point, HASHED, common.length));
            points[i] = SphericalKMeans.normalised(point);
        }
        return points;
    }

    private static float[] beyond(float[] common, float[] meaning) {
        float[] own = meaning.clone();
        for (int d = 0; d < own.length; d++) {
            own[d] -= common[d];
        }
        return SphericalKMeans.normalised(own);
    }

    /** The mean of the meanings; empty when there are none. */
    private static float[] common(List<Member> members) {
        List<float[]> meanings =
                members.stream().flatMap(member -> member.meaning().stream()).toList();
        if (meanings.isEmpty()) {
            return new float[0];
        }
        float[] mean = new float[meanings.getFirst().length];
        for (float[] meaning : meanings) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += meaning[d] / meanings.size();
            }
        }
        return mean;
    }

    private static float[] hashed(List<TermWeights.Weighted> words) {
        float[] hashed = new float[HASHED];
        for (TermWeights.Weighted word : words) {
            Random place = new Random(DocumentMapper.key(word.term()));
            int at = place.nextInt(HASHED);
            hashed[at] += (float) (place.nextBoolean() ? word.weight() : -word.weight());
        }
        return SphericalKMeans.normalised(hashed);
    }

    private static Clustering assemble(
            List<Member> members, SphericalKMeans.Result result, double[][] plane, long total) {
        Map<Integer, List<Integer>> byCluster = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            byCluster
                    .computeIfAbsent(result.assignment()[i], unused -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> largestFirst = byCluster.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Integer, List<Integer>>>comparingInt(
                                entry -> -entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .toList();
        Map<String, Integer> everywhere = new HashMap<>();
        members.forEach(member -> member.words().forEach(word -> everywhere.merge(word.term(), 1, Integer::sum)));
        List<Clustering.Cluster> clusters = new ArrayList<>();
        Clustering.Point[] points = new Clustering.Point[members.size()];
        for (List<Integer> cluster : largestFirst) {
            List<String> ids = cluster.stream()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -result.cosine()[i])
                            .thenComparing(i -> i))
                    .map(i -> members.get(i).id())
                    .toList();
            for (int i : cluster) {
                points[i] = new Clustering.Point(members.get(i).id(), clusters.size(), plane[i][0], plane[i][1]);
            }
            clusters.add(new Clustering.Cluster(name(members, cluster, everywhere), ids));
        }
        return new Clustering(clusters, List.of(points), total);
    }

    /** Words by share in the cluster × log(share in the cluster / share everywhere); one number of each noun. */
    private static List<String> name(List<Member> members, List<Integer> cluster, Map<String, Integer> everywhere) {
        Map<String, Integer> inside = new HashMap<>();
        cluster.forEach(i -> members.get(i).words().forEach(word -> inside.merge(word.term(), 1, Integer::sum)));
        List<TermWeights.Weighted> scored = new ArrayList<>();
        inside.forEach((term, count) -> {
            double share = (double) count / cluster.size();
            double shareEverywhere = (double) everywhere.get(term) / members.size();
            if (count > 1 || cluster.size() == 1) {
                scored.add(new TermWeights.Weighted(term, share * Math.log(share / shareEverywhere)));
            }
        });
        scored.sort(Comparator.comparingDouble(TermWeights.Weighted::weight)
                .reversed()
                .thenComparing(TermWeights.Weighted::term));
        Set<String> name = new LinkedHashSet<>();
        for (TermWeights.Weighted word : scored) {
            boolean otherNumber = Plurals.of(word.term()).stream().anyMatch(name::contains);
            if (!otherNumber) {
                name.add(word.term());
            }
            if (name.size() == NAME_TERMS) {
                break;
            }
        }
        return List.copyOf(name);
    }
}
