package io.docket.index;

import java.util.Random;

/** Projects points onto their first two principal components, by power iteration. Deterministic under its seed. */
final class PrincipalPlane {

    private static final int ROUNDS = 40;

    private PrincipalPlane() {}

    /** Two coordinates per point. */
    static double[][] project(float[][] points, long seed) {
        int dimensions = points[0].length;
        double[] mean = new double[dimensions];
        for (float[] point : points) {
            for (int d = 0; d < dimensions; d++) {
                mean[d] += (double) point[d] / points.length;
            }
        }
        Random random = new Random(seed);
        double[] first = component(points, mean, null, random);
        double[] second = component(points, mean, first, random);
        double[][] projected = new double[points.length][];
        for (int i = 0; i < points.length; i++) {
            projected[i] = new double[] {along(points[i], mean, first), along(points[i], mean, second)};
        }
        return projected;
    }

    private static double[] component(float[][] points, double[] mean, double[] orthogonalTo, Random random) {
        double[] direction = new double[mean.length];
        for (int d = 0; d < direction.length; d++) {
            direction[d] = random.nextGaussian();
        }
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[mean.length];
            for (float[] point : points) {
                double share = along(point, mean, direction);
                for (int d = 0; d < next.length; d++) {
                    next[d] += share * (point[d] - mean[d]);
                }
            }
            if (orthogonalTo != null) {
                double share = dot(next, orthogonalTo);
                for (int d = 0; d < next.length; d++) {
                    next[d] -= share * orthogonalTo[d];
                }
            }
            double length = Math.sqrt(dot(next, next));
            if (length == 0) {
                return next;
            }
            for (int d = 0; d < next.length; d++) {
                next[d] /= length;
            }
            direction = next;
        }
        return direction;
    }

    private static double along(float[] point, double[] mean, double[] direction) {
        double sum = 0;
        for (int d = 0; d < mean.length; d++) {
            sum += (point[d] - mean[d]) * direction[d];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }
}
