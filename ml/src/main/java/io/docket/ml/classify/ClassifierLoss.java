package io.docket.ml.classify;

import io.docket.ml.LabelMode;

/**
 * The loss of a batch and its gradient: cross-entropy for one label per text, binary cross-entropy for any number. Immutable and
 * thread-safe.
 *
 * @param mode one label or any number
 * @param labels number of labels
 * @param smoothing share of the truth that is spread over all labels; keeps few examples from being learned by heart
 * @param weights of the labels, for rare ones to count more; all 1 for none
 */
record ClassifierLoss(LabelMode mode, int labels, float smoothing, float[] weights) {

    /** Mean loss of the rows; {@code gradient} is overwritten with that of the logits. */
    double evaluate(float[] logits, float[][] targets, float[] gradient) {
        return switch (mode) {
            case SINGLE -> softmax(logits, targets, gradient);
            case MULTI -> logistic(logits, targets, gradient);
        };
    }

    private double softmax(float[] logits, float[][] targets, float[] gradient) {
        double loss = 0;
        double total = 0;
        for (int row = 0; row < targets.length; row++) {
            total += weight(targets[row]);
        }
        for (int row = 0; row < targets.length; row++) {
            int base = row * labels;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < labels; i++) {
                largest = Math.max(largest, logits[base + i]);
            }
            double sum = 0;
            for (int i = 0; i < labels; i++) {
                sum += Math.exp(logits[base + i] - largest);
            }
            double normaliser = largest + Math.log(sum);
            double share = weight(targets[row]) / total;
            for (int i = 0; i < labels; i++) {
                double target = (1 - smoothing) * targets[row][i] + smoothing / labels;
                double logProbability = logits[base + i] - normaliser;
                loss -= share * target * logProbability;
                gradient[base + i] = (float) (share * (Math.exp(logProbability) - target));
            }
        }
        return loss;
    }

    private double weight(float[] target) {
        double weight = 0;
        for (int i = 0; i < labels; i++) {
            weight += target[i] * weights[i];
        }
        return weight;
    }

    private double logistic(float[] logits, float[][] targets, float[] gradient) {
        double loss = 0;
        double share = 1.0 / ((double) targets.length * labels);
        for (int row = 0; row < targets.length; row++) {
            for (int i = 0; i < labels; i++) {
                double logit = logits[row * labels + i];
                double target = (1 - smoothing) * targets[row][i] + smoothing / 2;
                double weight = share * (targets[row][i] > 0 ? weights[i] : 1);
                // log(1 + e^z) − y·z, in a form that does not overflow
                loss += weight * (Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target * logit);
                gradient[row * labels + i] = (float) (weight * (1 / (1 + Math.exp(-logit)) - target));
            }
        }
        return loss;
    }
}
