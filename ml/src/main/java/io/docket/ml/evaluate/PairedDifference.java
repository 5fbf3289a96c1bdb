package io.docket.ml.evaluate;

/**
 * The mean difference of two figures that were measured on the same rows, with its standard error: tells a real difference from
 * noise more sharply than two separate intervals do.
 *
 * @param mean mean of (one − other)
 * @param standardError of that mean; 0 for fewer than two rows
 */
public record PairedDifference(double mean, double standardError) {

    /** Compares two figures row by row. */
    public static PairedDifference of(double[] one, double[] other) {
        int rows = one.length;
        double mean = 0;
        for (int row = 0; row < rows; row++) {
            mean += (one[row] - other[row]) / rows;
        }
        double squares = 0;
        for (int row = 0; row < rows; row++) {
            double deviation = one[row] - other[row] - mean;
            squares += deviation * deviation;
        }
        return new PairedDifference(mean, rows < 2 ? 0 : Math.sqrt(squares / (rows - 1) / rows));
    }

    /** Whether {@code one} is larger by more than the given number of standard errors. */
    public boolean isPositive(double standardErrors) {
        return mean > standardErrors * standardError && mean > 0;
    }
}
