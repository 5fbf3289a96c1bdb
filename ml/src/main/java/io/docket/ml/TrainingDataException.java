package io.docket.ml;

/** The labelled rows cannot be trained on. The message is one line, names the cause and the remedy, and may be shown to a user. */
public final class TrainingDataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TrainingDataException(String message) {
        super(message);
    }
}
