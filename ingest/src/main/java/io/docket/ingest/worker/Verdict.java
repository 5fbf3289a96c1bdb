package io.docket.ingest.worker;

import io.docket.ingest.Outcome;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;

/**
 * An outcome with its reason, judged from how a parse ended.
 *
 * @param outcome what became of the item
 * @param reason one sentence, or empty
 */
record Verdict(Outcome outcome, String reason) {

    static Verdict of(Outcome outcome) {
        return new Verdict(outcome, "");
    }

    /** The verdict on a parse that ended by itself. */
    static Verdict afterParse(Metadata metadata, boolean hasText, boolean hasChildren) {
        if (DocumentParser.parsedByNone(metadata)) {
            return new Verdict(Outcome.UNSUPPORTED, "no parser for this kind of file");
        }
        String swallowed = swallowedFailure(metadata);
        if (swallowed.contains("EncryptedDocumentException")) {
            return new Verdict(Outcome.ENCRYPTED, "a part is encrypted and no given password opens it");
        }
        if (hasText || hasChildren) {
            return of(Outcome.EXTRACTED);
        }
        return swallowed.isEmpty()
                ? new Verdict(Outcome.EMPTY, "there is no text in it")
                : new Verdict(Outcome.CORRUPT, swallowed);
    }

    /** The verdict on a parse that broke off. */
    static Verdict afterFailure(Throwable thrown) {
        MachineFaultException fault = MachineFaultException.within(thrown);
        if (fault != null) {
            throw fault;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case LimitReachedException limit -> {
                    return new Verdict(Outcome.TOO_LONG, limit.getMessage());
                }
                case EncryptedDocumentException ignored -> {
                    return encrypted();
                }
                case org.apache.poi.EncryptedDocumentException ignored -> {
                    return encrypted();
                }
                case ZeroByteFileException ignored -> {
                    return new Verdict(Outcome.EMPTY, "the file has no bytes");
                }
                case UnsupportedFormatException unsupported -> {
                    return new Verdict(Outcome.UNSUPPORTED, Failures.describe(unsupported));
                }
                case StackOverflowError ignored -> {
                    return new Verdict(Outcome.CRASHED, "the parser recursed without end");
                }
                default -> {
                    // The next cause may tell more.
                }
            }
        }
        return new Verdict(Outcome.CORRUPT, Failures.describe(thrown));
    }

    private static Verdict encrypted() {
        return new Verdict(Outcome.ENCRYPTED, "encrypted, and no given password opens it");
    }

    /** Failures that Tika notes in the metadata and survives; empty when there were none. */
    private static String swallowedFailure(Metadata metadata) {
        String embedded = metadata.get(TikaCoreProperties.TIKA_META_EXCEPTION_EMBEDDED_STREAM);
        String warning = metadata.get(TikaCoreProperties.TIKA_META_EXCEPTION_WARNING);
        String both = (embedded == null ? "" : embedded) + (warning == null ? "" : warning);
        int lineEnd = both.indexOf('\n');
        boolean encrypted = both.contains("EncryptedDocumentException");
        return encrypted ? "EncryptedDocumentException" : lineEnd < 0 ? both : both.substring(0, lineEnd);
    }
}
