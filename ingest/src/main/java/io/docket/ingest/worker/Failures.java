package io.docket.ingest.worker;

/** Words for what went wrong in a parser. */
final class Failures {
    private static final int LONGEST = 300;

    private Failures() {}

    /** The innermost explanation of a failure in one short line. */
    static String describe(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String words = message == null || message.isBlank()
                ? innermost.getClass().getSimpleName()
                : innermost.getClass().getSimpleName() + ": " + message;
        String line = words.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
