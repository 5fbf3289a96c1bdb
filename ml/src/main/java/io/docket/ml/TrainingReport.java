package io.docket.ml;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The honest report of a training run: every candidate side by side, which one was deployed and why. It is kept in the model
 * folder ({@link ModelFolder#report}) and holds row ids and figures, never text.
 *
 * @param model the deployed classifier
 * @param estimate how the figures were made
 * @param rows labelled rows given to the run
 * @param evaluatedRows rows that the figures rest on
 * @param folds folds of the cross-validation; 0 for other estimates
 * @param seed of the run
 * @param labelCounts labelled rows per label, in the model's order
 * @param candidates those that were judged, in the order of {@link ModelKind}
 * @param judgement one sentence in plain words, made from the figures
 * @param championReason why this candidate is deployed, one sentence
 * @param notes what a careful reader should know: labels with few rows, repeated rows, a candidate that could not run
 * @param curves losses over time of the stages that have any
 * @param seconds time of the whole run
 * @param dataFingerprint SHA-256 over the labelled rows, independent of their order
 * @param codeVersion version of Docket that trained
 * @param baseModel version of the base model, or empty when there was none
 */
public record TrainingReport(
        ModelDescription model,
        Estimate estimate,
        int rows,
        int evaluatedRows,
        int folds,
        long seed,
        List<LabelCount> labelCounts,
        List<CandidateReport> candidates,
        String judgement,
        String championReason,
        List<String> notes,
        List<LossPoint> curves,
        double seconds,
        String dataFingerprint,
        String codeVersion,
        Optional<String> baseModel) {

    /** How the figures of a report were made. */
    public enum Estimate {
        /** Rows set aside by the trainer; a function of seed and row, so the same rows at each run over the same data. */
        HELD_OUT,
        /** Every row was judged once by a model that had not seen it; the deployed model was then fitted on all rows. */
        CROSS_VALIDATION,
        /** Rows that the caller set aside. */
        SUPPLIED
    }

    /**
     * A label and how many labelled rows carry it.
     *
     * @param label the label
     * @param rows how many
     */
    public record LabelCount(String label, int rows) {}

    public TrainingReport {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(estimate, "estimate");
        Objects.requireNonNull(judgement, "judgement");
        Objects.requireNonNull(championReason, "championReason");
        Objects.requireNonNull(dataFingerprint, "dataFingerprint");
        Objects.requireNonNull(codeVersion, "codeVersion");
        Objects.requireNonNull(baseModel, "baseModel");
        labelCounts = List.copyOf(labelCounts);
        candidates = List.copyOf(candidates);
        notes = List.copyOf(notes);
        curves = List.copyOf(curves);
    }

    /** The candidate of a kind, if it was judged. */
    public Optional<CandidateReport> candidate(ModelKind kind) {
        return candidates.stream().filter(candidate -> candidate.kind() == kind).findFirst();
    }

    /** The deployed candidate. */
    public CandidateReport champion() {
        return candidate(model.kind()).orElseThrow();
    }
}
