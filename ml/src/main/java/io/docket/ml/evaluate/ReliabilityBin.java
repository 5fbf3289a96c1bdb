package io.docket.ml.evaluate;

/**
 * Rows whose top probability falls in a range: calibrated means that confidence and accuracy agree.
 *
 * @param lower lower end of the range
 * @param upper upper end
 * @param rows rows in it
 * @param confidence their mean probability
 * @param accuracy share of them that is right
 */
public record ReliabilityBin(double lower, double upper, int rows, double confidence, double accuracy) {}
