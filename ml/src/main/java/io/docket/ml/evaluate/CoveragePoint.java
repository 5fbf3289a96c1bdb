package io.docket.ml.evaluate;

/**
 * What a threshold would do: one point of the curve of coverage against precision.
 *
 * @param threshold labels of at least this probability are assigned
 * @param coverage share of the rows (multi-label: of the true labels) that is assigned a label
 * @param precision share of the assigned labels that is right
 * @param precisionInterval 95 % interval of the precision
 */
public record CoveragePoint(double threshold, double coverage, double precision, Interval precisionInterval) {}
