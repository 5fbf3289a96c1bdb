package io.docket.index;

import java.util.Arrays;
import java.util.Random;

/**
 * k-means on the unit sphere (Dhillon and Modha 2001): points go to the centre with the largest cosine, centres are the
 * normalised sums of their points. Starts by k-means++ (Arthur and Vassilvitskii 2007). Deterministic under its seed.
 */
final class SphericalKMeans {

    private static final int ROUNDS = 30;
    private static final int STARTS = 3;

    private final float[][] points;
    private final int count;
    private final Random random;

    /**
     * @param points of length one; not changed
     * @param count how many clusters, at most one per point
     */
    SphericalKMeans(float[][] points, int count, long seed) {
        this.points = points;
        this.count = Math.min(count, points.length);
        this.random = new Random(seed);
    }

    /** The cluster of each point, and each point's cosine to its centre. */
    record Result(int[] assignment, double[] cosine, double total) {}

    Result run() {
        Result best = null;
        for (int start = 0; start < STARTS; start++) {
            Result result = once();
            if (best == null || result.total() > best.total()) {
                best = result;
            }
        }
        return best;
    }

    private Result once() {
        float[][] centres = start();
        int[] assignment = new int[points.length];
        double[] cosine = new double[points.length];
        double total = 0;
        for (int round = 0; round < ROUNDS; round++) {
            boolean changed = round == 0;
            total = 0;
            for (int i = 0; i < points.length; i++) {
                int nearest = 0;
                double largest = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < centres.length; c++) {
                    double value = dot(points[i], centres[c]);
                    if (value > largest) {
                        largest = value;
                        nearest = c;
                    }
                }
                changed |= assignment[i] != nearest;
                assignment[i] = nearest;
                cosine[i] = largest;
                total += largest;
            }
            if (!changed) {
                break;
            }
            move(centres, assignment);
        }
        return new Result(assignment, cosine, total);
    }

    private float[][] start() {
        float[][] centres = new float[count][];
        centres[0] = points[random.nextInt(points.length)].clone();
        double[] distance = new double[points.length];
        Arrays.fill(distance, Double.MAX_VALUE);
        for (int c = 1; c < count; c++) {
            double sum = 0;
            for (int i = 0; i < points.length; i++) {
                distance[i] = Math.min(distance[i], Math.max(0, 1 - dot(points[i], centres[c - 1])));
                sum += distance[i];
            }
            double pick = random.nextDouble() * sum;
            int chosen = 0;
            while (chosen < points.length - 1 && pick >= distance[chosen]) {
                pick -= distance[chosen++];
            }
            centres[c] = points[chosen].clone();
        }
        return centres;
    }

    private void move(float[][] centres, int[] assignment) {
        float[][] sums = new float[centres.length][points[0].length];
        boolean[] used = new boolean[centres.length];
        for (int i = 0; i < points.length; i++) {
            float[] sum = sums[assignment[i]];
            used[assignment[i]] = true;
            for (int d = 0; d < sum.length; d++) {
                sum[d] += points[i][d];
            }
        }
        for (int c = 0; c < centres.length; c++) {
            // a centre that lost all its points stays where it is and may win some back
            if (used[c]) {
                centres[c] = normalised(sums[c]);
            }
        }
    }

    static double dot(float[] a, float[] b) {
        float sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    /** The vector at length one; unchanged when it is zero. */
    static float[] normalised(float[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        if (length > 0) {
            for (int d = 0; d < vector.length; d++) {
                vector[d] = (float) (vector[d] / length);
            }
        }
        return vector;
    }
}
