package io.docket.ml.champion;

import io.docket.ml.ModelKind;
import java.util.Map;
import java.util.TreeMap;

/**
 * What turns the logits of the saved models into the probabilities of the deployed classifier.
 *
 * @param temperatures divisor of the logits of each saved model
 * @param shares of each saved model in their blend, together 1; those without a share are left out
 */
record Calibration(Map<ModelKind, Double> temperatures, Map<ModelKind, Double> shares) {

    Calibration {
        temperatures = Map.copyOf(new TreeMap<>(temperatures));
        shares = Map.copyOf(new TreeMap<>(shares));
    }

    /** Share of a model in the blend. */
    double share(ModelKind kind) {
        return shares.getOrDefault(kind, 0.0);
    }

    double temperature(ModelKind kind) {
        Double temperature = temperatures.get(kind);
        if (temperature == null || !(temperature > 0)) {
            throw new IllegalArgumentException("no positive temperature for " + kind + " in " + temperatures);
        }
        return temperature;
    }
}
