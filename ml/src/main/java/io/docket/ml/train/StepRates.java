package io.docket.ml.train;

import java.util.Map;

/**
 * How one step learns.
 *
 * @param byGroup learning rate of each layer group that learns; groups that are absent are frozen
 * @param beta1 decay of Adam's first moment
 */
public record StepRates(Map<String, Float> byGroup, float beta1) {

    public StepRates {
        byGroup = Map.copyOf(byGroup);
        if (!(beta1 >= 0 && beta1 < 1)) {
            throw new IllegalArgumentException("beta1 lies in [0, 1), got " + beta1);
        }
    }
}
