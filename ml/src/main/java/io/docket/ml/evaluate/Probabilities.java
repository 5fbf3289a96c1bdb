package io.docket.ml.evaluate;

import io.docket.ml.LabelMode;

/** From logits to probabilities. */
public final class Probabilities {

    /** Keeps logarithms finite: no model is surer than this. */
    static final double FLOOR = 1e-7;

    private Probabilities() {}

    /**
     * Softmax (single-label) or the logistic function (multi-label) of logits divided by a temperature.
     *
     * @param temperature positive; 1 leaves the logits alone
     */
    public static double[] of(float[] logits, double temperature, LabelMode mode) {
        double[] probabilities = new double[logits.length];
        switch (mode) {
            case MULTI -> {
                for (int i = 0; i < logits.length; i++) {
                    probabilities[i] = 1 / (1 + Math.exp(-logits[i] / temperature));
                }
            }
            case SINGLE -> {
                double max = Double.NEGATIVE_INFINITY;
                for (float logit : logits) {
                    max = Math.max(max, logit / temperature);
                }
                double sum = 0;
                for (int i = 0; i < logits.length; i++) {
                    probabilities[i] = Math.exp(logits[i] / temperature - max);
                    sum += probabilities[i];
                }
                for (int i = 0; i < logits.length; i++) {
                    probabilities[i] /= sum;
                }
            }
        }
        return probabilities;
    }

    /** The mean of two. */
    public static double[] mean(double[] one, double[] other) {
        double[] mean = new double[one.length];
        add(0.5, one, mean);
        add(0.5, other, mean);
        return mean;
    }

    /** {@code sum[i] += share · probabilities[i]}. */
    public static void add(double share, double[] probabilities, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += share * probabilities[i];
        }
    }

    /** Index of the largest; the first of several. */
    public static int top(double[] probabilities) {
        int top = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[top]) {
                top = i;
            }
        }
        return top;
    }
}
