package io.docket.web.problem;

/** A refusal with its answer: thrown anywhere below an endpoint, answered as a {@link Problem}. */
public class ProblemException extends RuntimeException {
    private final int status;
    private final String title;

    /**
     * @param status HTTP status, 400 to 599
     * @param title the kind of problem in a few words
     * @param detail what is wrong with which item, and what to do
     */
    public ProblemException(int status, String title, String detail) {
        super(detail);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("Status " + status + " is not one of an error: use 400 to 599");
        }
        this.status = status;
        this.title = title;
    }

    /** 404 for an item that does not exist for this tenant; another tenant's item is answered alike. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(404, "Not found", detail);
    }

    /** 400 for input that cannot be used. */
    public static ProblemException badRequest(String detail) {
        return new ProblemException(400, "Input refused", detail);
    }

    /** 409 for an action that the present state does not allow. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(409, "Not possible now", detail);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The kind of problem in a few words. */
    public String title() {
        return title;
    }
}
