package io.docket.ml.evaluate;

/**
 * One bar of the score histogram.
 *
 * @param lower lower end of the range of top probabilities
 * @param upper upper end
 * @param correct rows in it that are right
 * @param wrong rows in it that are wrong
 */
public record HistogramBin(double lower, double upper, int correct, int wrong) {}
