package io.docket.ml;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a deployed model is.
 *
 * @param version identifier of this trained model, unique per training run; safe in a file name
 * @param kind what computes the probabilities
 * @param labelMode one label per text or any number
 * @param labels the labels in the model's order (sorted by name)
 * @param created when training ended
 * @param trainingRows labelled rows that the deployed weights were fitted on
 * @param abstainThreshold smallest probability at which a label is assigned, in [0, 1]; 0 means the model never abstains
 * @param labelThresholds by label, the same for labels with enough evidence for a threshold of their own
 * @param targetPrecision the precision that the thresholds were chosen for, in (0, 1]
 * @param blendWeight share of ULMFiT in the probabilities: 0 for {@link ModelKind#LINEAR}, 1 for {@link ModelKind#ULMFIT}
 */
public record ModelDescription(
        String version,
        ModelKind kind,
        LabelMode labelMode,
        List<String> labels,
        Instant created,
        int trainingRows,
        double abstainThreshold,
        Map<String, Double> labelThresholds,
        double targetPrecision,
        double blendWeight) {

    public ModelDescription {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(labelMode, "labelMode");
        Objects.requireNonNull(created, "created");
        labels = List.copyOf(labels);
        // models of earlier versions have none
        labelThresholds = labelThresholds == null ? Map.of() : Map.copyOf(labelThresholds);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("model " + version + " has no labels");
        }
        if (!(blendWeight >= 0 && blendWeight <= 1)) {
            throw new IllegalArgumentException(
                    "blend weight of model " + version + " is " + blendWeight + ", not in [0, 1]");
        }
    }

    /** Smallest probability at which a label is assigned: its own threshold, or the common one. */
    public double threshold(String label) {
        return labelThresholds.getOrDefault(label, abstainThreshold);
    }
}
