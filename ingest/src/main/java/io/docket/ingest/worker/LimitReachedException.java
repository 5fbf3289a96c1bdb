package io.docket.ingest.worker;

/** Ends a parse at a limit of size. Unchecked so that no parser takes it for damage of the document and goes on. */
final class LimitReachedException extends RuntimeException {
    LimitReachedException(String message) {
        super(message, null, false, false);
    }
}
