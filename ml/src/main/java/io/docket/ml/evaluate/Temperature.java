package io.docket.ml.evaluate;

/**
 * Temperature scaling (Guo et al. 2017): one number that divides all logits, chosen to minimise the negative log-likelihood of
 * rows that the model was not trained on. It changes no ranking, so it changes no accuracy.
 *
 * <p>The truth is softened to 1 − 1 / (rows + 2), as Platt (1999) does for his sigmoid: a model that made no mistake on fifty rows
 * may be trusted like one that would make a mistake in the next two, not like one that never errs.
 */
public final class Temperature {

    private static final double LOWEST = Math.log(0.02);
    private static final double HIGHEST = Math.log(50);
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private Temperature() {}

    /**
     * Finds the temperature by golden-section search over its logarithm (the likelihood has a single optimum in it).
     *
     * @return 1 when there are no rows
     */
    public static double fit(Truth truth, float[][] logits) {
        if (truth.size() == 0) {
            return 1;
        }
        double low = LOWEST;
        double high = HIGHEST;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double lossLeft = loss(truth, logits, left);
        double lossRight = loss(truth, logits, right);
        while (high - low > 1e-3) {
            if (lossLeft < lossRight) {
                high = right;
                right = left;
                lossRight = lossLeft;
                left = high - GOLDEN * (high - low);
                lossLeft = loss(truth, logits, left);
            } else {
                low = left;
                left = right;
                lossLeft = lossRight;
                right = low + GOLDEN * (high - low);
                lossRight = loss(truth, logits, right);
            }
        }
        return Math.exp((low + high) / 2);
    }

    private static double loss(Truth truth, float[][] logits, double logTemperature) {
        double temperature = Math.exp(logTemperature);
        double softening = 1.0 / (truth.size() + 2);
        double sum = 0;
        for (int row = 0; row < logits.length; row++) {
            sum += softenedLoss(truth, row, Probabilities.of(logits[row], temperature, truth.mode()), softening);
        }
        return sum;
    }

    private static double softenedLoss(Truth truth, int row, double[] probabilities, double softening) {
        double loss = (1 - softening) * truth.loss(row, probabilities);
        switch (truth.mode()) {
            case SINGLE -> {
                for (int label = 0; label < probabilities.length; label++) {
                    if (!truth.has(row, label)) {
                        loss -= softening / (probabilities.length - 1) * logarithm(probabilities[label]);
                    }
                }
            }
            case MULTI -> {
                for (int label = 0; label < probabilities.length; label++) {
                    double ofFalsehood = truth.has(row, label) ? 1 - probabilities[label] : probabilities[label];
                    loss -= softening * logarithm(ofFalsehood);
                }
            }
        }
        return loss;
    }

    private static double logarithm(double probability) {
        return Math.log(Math.max(Probabilities.FLOOR, probability));
    }
}
