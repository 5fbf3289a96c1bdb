package io.docket.ml.evaluate;

/**
 * Temperature scaling (Guo et al. 2017): one number that divides all logits, chosen to minimise the negative log-likelihood of
 * rows that the model was not trained on. It changes no ranking, so it changes no accuracy.
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
        double sum = 0;
        for (int row = 0; row < logits.length; row++) {
            sum += truth.loss(row, Probabilities.of(logits[row], temperature, truth.mode()));
        }
        return sum;
    }
}
