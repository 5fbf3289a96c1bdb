package io.docket.ml.train;

/** Says how each step of a run learns, and when the run is over. */
public interface Schedule {

    /** Number of steps of the whole run. */
    long steps();

    /** How step number {@code step}, from 0, learns. */
    StepRates at(long step);
}
