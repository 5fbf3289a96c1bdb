package io.docket.ml;

/** Hears about a run from the training thread, several times a second at most. Must not block; must not throw. */
@FunctionalInterface
public interface TrainingListener {

    void progressed(TrainingProgress progress);

    /** Hears nothing. */
    static TrainingListener silent() {
        return progress -> {};
    }
}
