package io.docket.ml.champion;

/** A kind of model cannot be trained on this machine or by this request; the run goes on without it and the report says why. */
public final class CandidateUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason one sentence with the remedy, for the notes of the report */
    public CandidateUnavailableException(String reason) {
        super(reason);
    }
}
