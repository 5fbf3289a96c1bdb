package io.docket.ml.evaluate;

import java.util.Objects;

/**
 * The threshold of one label that has enough held-out evidence for one of its own.
 *
 * @param label the label
 * @param decisions held-out rows that the threshold was chosen on: those for which the label was the most probable one
 *     (multi-label: that carry it)
 * @param point the threshold and what it does: coverage is the share of {@code decisions} that is assigned the label
 */
public record LabelThreshold(String label, int decisions, CoveragePoint point) {

    public LabelThreshold {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(point, "point");
    }
}
