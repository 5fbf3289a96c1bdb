package io.docket.ml.champion;

import io.docket.ml.LabelledText;
import io.docket.ml.TrainingReport.Estimate;
import io.docket.ml.TrainingRequest;
import io.docket.ml.evaluate.Split;
import java.util.List;

/**
 * Which rows are judged by a model trained on which others. One split for held-out or supplied rows, several for
 * cross-validation; over all splits each judged row occurs once.
 *
 * @param estimate how the figures come about
 * @param splits at least one
 */
record JudgingPlan(Estimate estimate, List<Split> splits) {

    /** Each fold costs a training of the language model's head; with four, each model sees three quarters of the rows. */
    private static final int FOLDS = 4;

    /** More rows than this make the figures no better than ±1 % and are missed in training. */
    private static final int MOST_HELD_OUT = 2_000;

    JudgingPlan {
        splits = List.copyOf(splits);
    }

    static JudgingPlan of(TrainingRequest request) {
        List<LabelledText> rows = request.rows();
        if (!request.heldOut().isEmpty()) {
            return new JudgingPlan(Estimate.SUPPLIED, List.of(new Split(rows, request.heldOut())));
        }
        if (rows.size() < TrainingRequest.CROSS_VALIDATION_BELOW) {
            return new JudgingPlan(Estimate.CROSS_VALIDATION, Split.folds(rows, FOLDS, request.seed()));
        }
        double fraction = Math.min(request.holdOutFraction(), (double) MOST_HELD_OUT / rows.size());
        return new JudgingPlan(Estimate.HELD_OUT, List.of(Split.holdOut(rows, fraction, request.seed())));
    }

    /** The rows that the figures rest on, in the order of the splits. */
    List<LabelledText> judged() {
        return splits.stream().flatMap(split -> split.heldOut().stream()).toList();
    }

    int folds() {
        return estimate == Estimate.CROSS_VALIDATION ? splits.size() : 0;
    }
}
