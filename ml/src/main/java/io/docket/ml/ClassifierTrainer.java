package io.docket.ml;

import io.docket.ml.champion.ChampionTrainer;
import io.docket.ml.champion.RunCheckpoint;
import java.io.IOException;

/**
 * Trains a classifier: labelled rows in, a model folder and an honest report out. Stateless and thread-safe, but two runs at
 * once share the processor; a run keeps all its state to itself.
 */
public interface ClassifierTrainer {

    /**
     * Trains every candidate, judges them on rows that they have not seen, and writes the champion's folder aside and renames
     * it to {@link TrainingRequest#output}: that path either holds a whole model afterwards or is as it was. The same request
     * with the same seed gives the same model, unless a time budget cut it short.
     *
     * @param listener told about progress from the threads of the run, by one of them at a time; must return quickly
     * @param cancellation may be triggered from any thread; the run ends within seconds and leaves nothing behind
     *     but its checkpoint, if the request names one
     * @throws TrainingDataException when the rows cannot be trained on (too few, one label only); the message says what to add
     * @throws TrainingCancelledException when {@code cancellation} was triggered
     * @throws IOException when the base model cannot be read or the folder cannot be written
     */
    TrainingReport train(TrainingRequest request, TrainingListener listener, Cancellation cancellation)
            throws IOException;

    /** Deletes the checkpoint of a request that nobody will go on with. */
    default void forget(TrainingRequest request) throws IOException {
        RunCheckpoint.delete(request);
    }

    /** The trainer of Docket: every kind that this build has, judged side by side. */
    static ClassifierTrainer standard() {
        return new ChampionTrainer();
    }
}
