package io.docket.ingest;

/**
 * What became of one file or embedded item. Every item that is looked at ends in exactly one of these; together with
 * the item's reason it is what a user reads in the ingest report.
 */
public enum Outcome {
    /** Text was extracted, or the item is a container whose contents became items of their own. */
    EXTRACTED(false),
    /** The item was understood and holds no text: zero bytes, a picture, a sound. Metadata may be present. */
    EMPTY(false),
    /** The item, or a part of it, is encrypted and none of the given passwords opens it. Retry with passwords. */
    ENCRYPTED(true),
    /** No parser knows this kind of file. The bytes are kept. */
    UNSUPPORTED(true),
    /** The item is damaged or is not what it claims to be. Text found before the damage is kept. */
    CORRUPT(true),
    /**
     * A limit of size was reached: output characters, file size, embedded depth, embedded count or expansion. What was
     * read until then is kept and the reason names the limit. Retry with a wider limit.
     */
    TOO_LONG(true),
    /** The parser exceeded its time, or made no progress for too long, and was stopped. */
    TIMED_OUT(true),
    /** The parser needed more memory than its worker process is allowed. Retry with a larger heap. */
    OUT_OF_MEMORY(true),
    /** The parser's process died or the parser broke down; nothing else was affected. */
    CRASHED(true),
    /**
     * A scanner found malware. The item was not opened; only given where a request brings a
     * {@link ExtractionRequest.Screening}.
     */
    QUARANTINED(true),
    /**
     * The same bytes are already there. Within one extraction this is given only to an item that contains itself
     * (a self-reproducing archive); across a collection it is decided by the appliance, by SHA-256.
     */
    DUPLICATE(false);

    private final boolean failure;

    Outcome(boolean failure) {
        this.failure = failure;
    }

    /** Whether a user may want to look at the item or retry it: something of it was not read. */
    public boolean isFailure() {
        return failure;
    }
}
