package io.docket.ml;

/** The run was stopped by its {@link Cancellation}; nothing was written. */
public final class TrainingCancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TrainingCancelledException() {
        super("training was cancelled; no model was written");
    }
}
