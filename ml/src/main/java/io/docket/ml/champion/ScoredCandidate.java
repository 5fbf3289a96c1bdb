package io.docket.ml.champion;

import io.docket.ml.LossPoint;
import io.docket.ml.ModelKind;
import java.util.List;

/**
 * A trained candidate with its scores of the rows that it is judged on, made before it saw them.
 *
 * @param kind which
 * @param model to be deployed
 * @param logits judged rows × labels
 * @param fittedRows rows that {@code model} was fitted on
 * @param trainingSeconds time that its training took
 * @param rowsPerSecond speed of scoring
 * @param curves losses of its training
 * @param baseVersion version of what it started from; empty string for nothing
 */
record ScoredCandidate(
        ModelKind kind,
        CandidateModel model,
        float[][] logits,
        int fittedRows,
        double trainingSeconds,
        double rowsPerSecond,
        List<LossPoint> curves,
        String baseVersion) {}
