package io.docket.web.account;

import io.docket.web.pipeline.RecognitionState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of an ingest report: a file that was sent, or an item found inside one.
 *
 * @param document the document it became
 * @param parent the container around it; empty for a file that was sent
 * @param depth how many containers are around it
 * @param path where it was, containers included
 * @param custodian whose it was; empty when nobody said
 * @param status its part of the sum: {@code searchable}, {@code without-text}, {@code duplicate}, {@code pending},
 *     {@code not-finished}, or the outcome that is a failure
 * @param reason one sentence; for a duplicate it names the first copy
 * @param mediaType detected type; empty before it was read
 * @param size its bytes
 * @param sha256 hash of its bytes
 * @param characters length of its text
 * @param language detected language; empty when unsure
 * @param recognition how far the reading of text in its pictures has come, see {@code RecognitionState}
 * @param recognitionNote what was not read in its pictures, and why
 * @param duplicateOf the first copy, when this is a later one
 * @param receivedAt when it arrived, or was found inside what arrived
 */
public record ReportLine(
        UUID document,
        Optional<UUID> parent,
        int depth,
        String path,
        String custodian,
        String status,
        String reason,
        String mediaType,
        long size,
        String sha256,
        long characters,
        String language,
        RecognitionState recognition,
        String recognitionNote,
        Optional<UUID> duplicateOf,
        Instant receivedAt) {

    /** What to say of its pictures; empty when there is nothing to say. */
    public String pictures() {
        return recognition.words(recognitionNote);
    }

    /** Its own name. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The folders and containers around it, with the slash at the end. */
    public String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
