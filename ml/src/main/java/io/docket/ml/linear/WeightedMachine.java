package io.docket.ml.linear;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A linear support vector machine with squared hinge loss whose rows count differently, by dual coordinate descent (Hsieh et
 * al. 2008, algorithm 1, the solver that liblinear calls 1). liblinear's Java edition has no weights for single rows.
 */
final class WeightedMachine {

    private static final int MOST_PASSES = 60;
    private static final double TOLERANCE = 0.1; // liblinear's default

    private WeightedMachine() {}

    /**
     * Separates rows.
     *
     * @param rows vectors below {@code features}
     * @param positive which rows belong to the label
     * @param costs how much an error on each row costs, above 0
     * @return the weights of the features and, last, the bias; positive speaks for the label
     */
    static double[] fit(List<SparseVector> rows, boolean[] positive, double[] costs, int features, long seed) {
        int count = rows.size();
        double[] weights = new double[features + 1];
        double[] alphas = new double[count];
        double[] diagonal = new double[count];
        int[] order = new int[count];
        for (int row = 0; row < count; row++) {
            double squares = 1; // the constant that carries the bias
            for (float value : rows.get(row).values()) {
                squares += (double) value * value;
            }
            diagonal[row] = squares + 1 / (2 * costs[row]);
            order[row] = row;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            shuffle(order, random);
            double largest = Double.NEGATIVE_INFINITY;
            double smallest = Double.POSITIVE_INFINITY;
            for (int row : order) {
                SparseVector vector = rows.get(row);
                double sign = positive[row] ? 1 : -1;
                double gradient = sign * score(weights, vector, features) - 1 + alphas[row] / (2 * costs[row]);
                double projected = alphas[row] == 0 ? Math.min(gradient, 0) : gradient;
                largest = Math.max(largest, projected);
                smallest = Math.min(smallest, projected);
                if (projected != 0) {
                    double before = alphas[row];
                    alphas[row] = Math.max(before - gradient / diagonal[row], 0);
                    add(weights, vector, (alphas[row] - before) * sign, features);
                }
            }
            if (largest - smallest < TOLERANCE) {
                break;
            }
        }
        return weights;
    }

    private static double score(double[] weights, SparseVector vector, int features) {
        double sum = weights[features];
        for (int i = 0; i < vector.indices().length; i++) {
            sum += weights[vector.indices()[i]] * vector.values()[i];
        }
        return sum;
    }

    private static void add(double[] weights, SparseVector vector, double factor, int features) {
        for (int i = 0; i < vector.indices().length; i++) {
            weights[vector.indices()[i]] += factor * vector.values()[i];
        }
        weights[features] += factor;
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
