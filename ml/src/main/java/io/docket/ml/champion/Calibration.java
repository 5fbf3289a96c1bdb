package io.docket.ml.champion;

import io.docket.ml.ModelKind;
import java.util.Map;
import java.util.TreeMap;

/**
 * What turns the logits of the saved models into the probabilities of the deployed classifier.
 *
 * @param temperatures divisor of the logits of each saved model
 * @param blendWeight share of ULMFiT when both are blended
 */
record Calibration(Map<ModelKind, Double> temperatures, double blendWeight) {

    Calibration {
        temperatures = Map.copyOf(new TreeMap<>(temperatures));
    }

    double temperature(ModelKind kind) {
        Double temperature = temperatures.get(kind);
        if (temperature == null || !(temperature > 0)) {
            throw new IllegalArgumentException("no positive temperature for " + kind + " in " + temperatures);
        }
        return temperature;
    }
}
