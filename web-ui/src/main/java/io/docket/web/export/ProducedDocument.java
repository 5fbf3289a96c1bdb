package io.docket.web.export;

import io.docket.web.blob.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What a production needs to know of a document. */
record ProducedDocument(
        UUID id,
        UUID family,
        String path,
        String name,
        String custodian,
        Sha256 bytes,
        long size,
        String mediaType,
        Optional<Sha256> text,
        String title,
        String author,
        Optional<Instant> date) {
    private static final int LONGEST_ENDING = 10;

    /** The ending of the file's name with its dot; empty when it has none that is safe in any archive. */
    String ending() {
        int dot = name.lastIndexOf('.');
        String ending = dot <= 0 ? "" : name.substring(dot);
        boolean safe = ending.length() > 1
                && ending.length() <= LONGEST_ENDING
                && ending.chars().skip(1).allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
        return safe ? ending.toLowerCase(java.util.Locale.ROOT) : "";
    }
}
