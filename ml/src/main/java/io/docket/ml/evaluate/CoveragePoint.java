package io.docket.ml.evaluate;

/**
 * What a threshold would do: one point of the curve of coverage against precision.
 *
 * @param threshold labels of at least this probability are assigned
 * @param coverage share of the rows that is assigned a label (multi-label: labels assigned for each true label, at most 1)
 * @param precision share of the assigned labels that is right
 * @param precisionInterval 95 % interval of the precision
 */
public record CoveragePoint(double threshold, double coverage, double precision, Interval precisionInterval) {}
