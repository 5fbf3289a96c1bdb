package io.docket.ml;

import io.docket.ml.evaluate.Evaluation;
import java.util.Objects;

/**
 * One candidate of a run beside the others; all were judged on the same rows.
 *
 * @param kind which
 * @param evaluation its judgement
 * @param trainingSeconds time that training took, evaluation not included; a blend costs nothing of its own
 * @param rowsPerSecond speed of labelling the held-out rows
 * @param temperature divisor of its logits that calibrates its probabilities; above 1 it was over-confident
 */
public record CandidateReport(
        ModelKind kind, Evaluation evaluation, double trainingSeconds, double rowsPerSecond, double temperature) {

    public CandidateReport {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(evaluation, "evaluation");
    }
}
