package io.docket.ml.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Judges what is chosen on held-out rows (a temperature, the weight of a blend) on other held-out rows: the rows are cut in two
 * halves, each half is judged with what was chosen on the other. Without this, every choice would flatter itself.
 */
public final class CrossFit {

    /** Weights of the second model that are considered. */
    private static final double[] WEIGHTS =
            IntStream.rangeClosed(0, 20).mapToDouble(step -> step / 20.0).toArray();

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

    /** Blends each row with the weight that fits the other half. */
    public double[][] blended(double[][] one, double[][] other) {
        double[][] probabilities = new double[one.length][];
        for (int half = 0; half < 2; half++) {
            double weight = bestWeight(one, other, halves[1 - half]);
            for (int row : halves[half]) {
                probabilities[row] = Probabilities.blend(one[row], other[row], weight);
            }
        }
        return probabilities;
    }

    /** The weight of {@code other} with the least log loss over all rows: what is deployed. */
    public double bestWeight(double[][] one, double[][] other) {
        return bestWeight(one, other, IntStream.range(0, truth.size()).toArray());
    }

    private double bestWeight(double[][] one, double[][] other, int[] rows) {
        ToDoubleFunction<Double> loss = weight -> Arrays.stream(rows)
                .mapToDouble(row -> truth.loss(row, Probabilities.blend(one[row], other[row], weight)))
                .sum();
        return Arrays.stream(WEIGHTS)
                .boxed()
                .min(Comparator.comparingDouble(loss))
                .orElseThrow();
    }

    private Truth part(int[] rows) {
        return new Truth(Arrays.stream(rows).mapToObj(truth.rows()::get).toList(), truth.labels(), truth.mode());
    }
}
