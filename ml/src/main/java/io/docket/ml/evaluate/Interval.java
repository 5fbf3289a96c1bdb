package io.docket.ml.evaluate;

/**
 * A 95 % confidence interval of a proportion by Wilson's score method (1927), which stays inside [0, 1] and is honest for a
 * handful of rows.
 *
 * @param lower lower end, in [0, 1]
 * @param upper upper end, in [0, 1]
 */
public record Interval(double lower, double upper) {

    private static final double Z = 1.959963984540054;

    /** The interval of {@code successes} out of {@code trials}; [0, 1] when there were no trials. */
    public static Interval wilson(long successes, long trials) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
        }
        if (trials == 0) {
            return new Interval(0, 1);
        }
        double n = trials;
        double proportion = successes / n;
        double denominator = 1 + Z * Z / n;
        double centre = (proportion + Z * Z / (2 * n)) / denominator;
        double half = Z * Math.sqrt(proportion * (1 - proportion) / n + Z * Z / (4 * n * n)) / denominator;
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
