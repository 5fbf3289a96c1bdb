package io.docket.ml;

/** Hears about a run from its threads, by one at a time, several times a second at most. Must not block; must not throw. */
@FunctionalInterface
public interface TrainingListener {

    void progressed(TrainingProgress progress);

    /** Hears nothing. */
    static TrainingListener silent() {
        return progress -> {};
    }
}
