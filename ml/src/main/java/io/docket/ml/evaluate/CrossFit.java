package io.docket.ml.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Judges what is chosen on held-out rows (a temperature, the shares in a blend) on other held-out rows: the rows are cut in two
 * halves, each half is judged with what was chosen on the other. Without this, every choice would flatter itself.
 */
public final class CrossFit {

    /** Shares of two models are tried in steps of a twentieth, of several in tenths: 66 ways for three. */
    private static final int STEPS_OF_TWO = 20;

    private static final int STEPS_OF_SEVERAL = 10;

    private final Truth truth;
    private final int[][] halves;

    public CrossFit(Truth truth, long seed) {
        this.truth = truth;
        record Keyed(int row, String hash) {}
        List<Keyed> keyed = new ArrayList<>();
        for (int row = 0; row < truth.size(); row++) {
            keyed.add(new Keyed(row, RowHash.of(truth.rows().get(row), seed)));
        }
        int[] shuffled = keyed.stream()
                .sorted(Comparator.comparing(Keyed::hash).thenComparing(Keyed::row))
                .mapToInt(Keyed::row)
                .toArray();
        int middle = shuffled.length / 2;
        this.halves = new int[][] {
            Arrays.copyOfRange(shuffled, 0, middle), Arrays.copyOfRange(shuffled, middle, shuffled.length)
        };
    }

    /** Probabilities of each row at the temperature that fits the other half. */
    public double[][] calibrated(float[][] logits) {
        double[][] probabilities = new double[logits.length][];
        for (int half = 0; half < 2; half++) {
            int[] others = halves[1 - half];
            double temperature = Temperature.fit(
                    part(others),
                    Arrays.stream(others).mapToObj(row -> logits[row]).toArray(float[][]::new));
            for (int row : halves[half]) {
                probabilities[row] = Probabilities.of(logits[row], temperature, truth.mode());
            }
        }
        return probabilities;
    }

    /** Blends each row with the shares that fit the other half. */
    public double[][] blended(List<double[][]> models) {
        double[][] probabilities = new double[truth.size()][];
        for (int half = 0; half < 2; half++) {
            double[] shares = bestShares(models, halves[1 - half]);
            for (int row : halves[half]) {
                probabilities[row] = blend(models, row, shares);
            }
        }
        return probabilities;
    }

    /** The shares of the models with the least log loss over all rows, together 1: what is deployed. */
    public double[] bestShares(List<double[][]> models) {
        return bestShares(models, IntStream.range(0, truth.size()).toArray());
    }

    private double[] bestShares(List<double[][]> models, int[] rows) {
        ToDoubleFunction<double[]> loss = shares -> Arrays.stream(rows)
                .mapToDouble(row -> truth.loss(row, blend(models, row, shares)))
                .sum();
        return shares(models.size(), models.size() > 2 ? STEPS_OF_SEVERAL : STEPS_OF_TWO).stream()
                .min(Comparator.comparingDouble(loss))
                .orElseThrow();
    }

    /** All ways to share 1 among models in equal steps. */
    private static List<double[]> shares(int models, int steps) {
        List<double[]> result = new ArrayList<>();
        share(new double[models], 0, steps, steps, result);
        return result;
    }

    private static void share(double[] shares, int model, int left, int steps, List<double[]> result) {
        if (model == shares.length - 1) {
            shares[model] = (double) left / steps;
            result.add(shares.clone());
            return;
        }
        for (int taken = 0; taken <= left; taken++) {
            shares[model] = (double) taken / steps;
            share(shares, model + 1, left - taken, steps, result);
        }
    }

    private static double[] blend(List<double[][]> models, int row, double[] shares) {
        double[] sum = new double[models.getFirst()[row].length];
        for (int model = 0; model < shares.length; model++) {
            Probabilities.add(shares[model], models.get(model)[row], sum);
        }
        return sum;
    }

    private Truth part(int[] rows) {
        return new Truth(Arrays.stream(rows).mapToObj(truth.rows()::get).toList(), truth.labels(), truth.mode());
    }
}
