package io.docket.ingest.worker;

import io.docket.ingest.Outcome;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.zip.UnsupportedZipFeatureException;
import org.apache.poi.OldFileFormatException;
import org.apache.poi.poifs.filesystem.NotOLE2FileException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.metadata.Message;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;

/**
 * An outcome with its reason, judged from how a parse ended. The rules are about kinds of files and failures, never
 * about particular files.
 *
 * @param outcome what became of the item
 * @param reason one sentence, or empty
 */
record Verdict(Outcome outcome, String reason) {
    private static final String DECRYPTION_PACKAGES =
            "org\\.apache\\.(pdfbox\\.pdmodel\\.encryption|poi\\.poifs\\.crypt)\\..*";

    static Verdict of(Outcome outcome) {
        return new Verdict(outcome, "");
    }

    /** The verdict on an item for whose type there is no parser. */
    static Verdict unsupported() {
        return new Verdict(Outcome.UNSUPPORTED, "no parser for this kind of file");
    }

    /** The verdict on a parse that ended by itself. */
    static Verdict afterParse(Metadata metadata, String mediaType, boolean hasText, boolean hasChildren) {
        String swallowed = swallowedFailure(metadata);
        if (swallowed.contains("EncryptedDocumentException")) {
            return new Verdict(Outcome.ENCRYPTED, "a part is encrypted and no given password opens it");
        }
        if (hasText || hasChildren) {
            return of(Outcome.EXTRACTED);
        }
        if (mediaType.equals("message/rfc822") && metadata.get(Message.MULTIPART_BOUNDARY) != null) {
            return new Verdict(Outcome.CORRUPT, "the mail announces parts and none was found at its boundary");
        }
        if (swallowed.isEmpty()) {
            return new Verdict(Outcome.EMPTY, "there is no text in it");
        }
        if (isPictureOrSound(mediaType)) {
            // Their readers warn of much that players ignore.
            return new Verdict(Outcome.EMPTY, "there is no text in it; the parser noted: " + swallowed);
        }
        return new Verdict(Outcome.CORRUPT, swallowed);
    }

    /** The verdict on a parse that broke off. */
    static Verdict afterFailure(Throwable thrown, String mediaType) {
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
                    return new Verdict(Outcome.ENCRYPTED, "encrypted, and no given password opens it");
                }
                case org.apache.poi.EncryptedDocumentException ignored -> {
                    return new Verdict(Outcome.ENCRYPTED, "encrypted, and no given password opens it");
                }
                case ZeroByteFileException ignored -> {
                    return new Verdict(Outcome.EMPTY, "the file has no bytes");
                }
                case PasswordRequiredException ignored -> {
                    return new Verdict(Outcome.ENCRYPTED, "encrypted, and no given password opens it");
                }
                case MemoryLimitException greedy -> {
                    return new Verdict(Outcome.OUT_OF_MEMORY, Failures.describe(greedy));
                }
                case UnsupportedFormatException unsupported -> {
                    return unsupported(unsupported);
                }
                case UnsupportedZipFeatureException unsupported -> {
                    return unsupported(unsupported);
                }
                case OldFileFormatException unsupported -> {
                    return unsupported(unsupported);
                }
                case NotOLE2FileException unsupported -> {
                    return unsupported(unsupported);
                }
                case StackOverflowError ignored -> {
                    return new Verdict(Outcome.CRASHED, "the parser recursed without end");
                }
                default -> {
                    if (isFromDecryption(cause)) {
                        return new Verdict(
                                Outcome.ENCRYPTED,
                                "encrypted in a way that no password opens: " + Failures.describe(cause));
                    }
                }
            }
        }
        if (mediaType.equals("application/pkcs7-signature")) {
            return new Verdict(Outcome.EMPTY, "a detached signature holds no content");
        }
        if (Failures.describe(thrown).contains("Strict Open XML")) {
            return new Verdict(Outcome.UNSUPPORTED, Failures.describe(thrown));
        }
        return new Verdict(Outcome.CORRUPT, Failures.describe(thrown));
    }

    private static Verdict unsupported(Throwable cause) {
        return new Verdict(Outcome.UNSUPPORTED, Failures.describe(cause));
    }

    /** Encryption by certificate, with an unknown cipher or with a damaged header is not damage of the document. */
    private static boolean isFromDecryption(Throwable cause) {
        StackTraceElement[] frames = cause.getStackTrace();
        return frames.length > 0 && frames[0].getClassName().matches(DECRYPTION_PACKAGES);
    }

    private static boolean isPictureOrSound(String mediaType) {
        return mediaType.startsWith("image/") || mediaType.startsWith("audio/") || mediaType.startsWith("video/");
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
