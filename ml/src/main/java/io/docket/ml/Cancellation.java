package io.docket.ml;

import java.util.concurrent.atomic.AtomicBoolean;

/** A token by which one thread asks another to stop. Cancelling twice is the same as once; there is no way back. */
public final class Cancellation {

    private final AtomicBoolean cancelled = new AtomicBoolean();

    /** Asks the run that holds this token to stop. */
    public void cancel() {
        cancelled.set(true);
    }

    public boolean isCancelled() {
        return cancelled.get();
    }

    /** To be called by long work every second or so. */
    public void throwIfCancelled() {
        if (isCancelled()) {
            throw new TrainingCancelledException();
        }
    }
}
