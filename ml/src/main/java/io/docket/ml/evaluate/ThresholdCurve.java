package io.docket.ml.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What each threshold would do to coverage and precision, from decisions sorted by probability. */
final class ThresholdCurve {

    private static final int STEPS = 100;

    /** When no threshold reaches the target, the best is sought among those that cover at least this share. */
    private static final double LEAST_COVERAGE = 0.05;

    private final List<Decision> descending;
    private final int[] rightAmongFirst;
    private final int positives;

    /**
     * @param decisions in any order
     * @param positives coverage is a share of this number: rows, or true labels for multi-label
     */
    ThresholdCurve(List<Decision> decisions, int positives) {
        this.descending = decisions.stream()
                .sorted(Comparator.comparingDouble(Decision::probability).reversed())
                .toList();
        this.positives = Math.max(1, positives);
        this.rightAmongFirst = new int[descending.size() + 1];
        for (int i = 0; i < descending.size(); i++) {
            rightAmongFirst[i + 1] = rightAmongFirst[i] + (descending.get(i).right() ? 1 : 0);
        }
    }

    /** Thresholds 0, 0.01, … 1. */
    List<CoveragePoint> points() {
        List<CoveragePoint> points = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            double threshold = (double) step / STEPS;
            points.add(point(threshold, countAtLeast(threshold)));
        }
        return points;
    }

    /**
     * The smallest threshold whose decisions are right with at least the target precision; if there is none, the one of the best
     * precision among those that still cover a twentieth.
     */
    CoveragePoint pointFor(double targetPrecision) {
        return pointFor(targetPrecision, 1);
    }

    /** The same among the thresholds that leave at least {@code least} decisions, and no lower than {@code floor}. */
    CoveragePoint pointFor(double targetPrecision, int least, double floor) {
        CoveragePoint point = pointFor(targetPrecision, least);
        return point.threshold() < floor ? point(floor, countAtLeast(floor)) : point;
    }

    private CoveragePoint pointFor(double targetPrecision, int least) {
        int bestCount = 0;
        double bestPrecision = -1;
        for (int given = descending.size(); given >= least; given--) {
            boolean separable =
                    given == descending.size() || descending.get(given).probability() < probability(given);
            if (!separable) {
                continue; // no threshold lies between equal probabilities
            }
            double precision = (double) rightAmongFirst[given] / given;
            if (precision >= targetPrecision) {
                return point(given == descending.size() ? 0 : probability(given), given);
            }
            if (precision > bestPrecision && given >= LEAST_COVERAGE * positives) {
                bestPrecision = precision;
                bestCount = given;
            }
        }
        return point(bestCount == 0 ? 1 : probability(bestCount), bestCount);
    }

    private CoveragePoint point(double threshold, int given) {
        int right = rightAmongFirst[given];
        return new CoveragePoint(
                threshold,
                Math.min(1, (double) given / positives),
                given == 0 ? 1 : (double) right / given,
                Interval.wilson(right, given));
    }

    private double probability(int given) {
        return descending.get(given - 1).probability();
    }

    private int countAtLeast(double threshold) {
        int low = 0;
        int high = descending.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (descending.get(middle).probability() >= threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
