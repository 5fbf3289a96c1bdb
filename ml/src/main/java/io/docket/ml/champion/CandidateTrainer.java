package io.docket.ml.champion;

import io.docket.ml.LabelledText;
import io.docket.ml.LossPoint;
import io.docket.ml.ModelKind;
import java.io.IOException;
import java.util.List;

/** Trains one kind of model. */
public interface CandidateTrainer {

    /** Which kind; never {@link ModelKind#BLEND}. */
    ModelKind kind();

    /**
     * Does the work that depends on texts but on no label, once per run: for ULMFiT, tuning the language model on the texts of
     * all rows and the unlabelled ones.
     */
    Prepared prepare(CandidateTask task) throws IOException;

    /** A trainer that is ready to fit any subset of the rows, several times (folds, then the deployed model). */
    interface Prepared extends AutoCloseable {

        /**
         * Fits a model on rows of the task.
         *
         * @param rows a subset of {@link CandidateTask#rows}
         * @param last true for the fit that may be deployed, so that its losses go to {@link #curves}
         */
        CandidateModel fit(List<LabelledText> rows, boolean last) throws IOException;

        /** True when another fit costs so little that the deployed model should see every row, held-out ones included. */
        boolean refitsCheaply();

        /** Losses so far, for the report. */
        default List<LossPoint> curves() {
            return List.of();
        }

        /** Version of the base model that this started from; empty string for none. */
        default String baseVersion() {
            return "";
        }

        @Override
        void close();
    }
}
