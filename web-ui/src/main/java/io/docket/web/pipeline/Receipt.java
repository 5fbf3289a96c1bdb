package io.docket.web.pipeline;

import io.docket.web.blob.Blob;
import java.util.Optional;
import java.util.UUID;

/** What became of one file that was sent. */
public sealed interface Receipt {
    /** Its path, normalised where it could be. */
    String path();

    /**
     * The file is in: its bytes are on the disk and its row is committed.
     *
     * @param document the document it became
     * @param content hash and size of the bytes
     * @param duplicateOf the first copy, when the collection has the same bytes already
     * @param again whether the same file was acknowledged before, in the same upload
     */
    record Acknowledged(UUID document, String path, Blob content, Optional<UUID> duplicateOf, boolean again)
            implements Receipt {}

    /**
     * Nothing of it was kept.
     *
     * @param status HTTP status that fits
     * @param title the reason in a few words
     * @param detail the reason and the remedy
     */
    record Refused(String path, int status, String title, String detail) implements Receipt {}
}
