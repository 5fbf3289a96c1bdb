package io.docket.web.pipeline;

import io.docket.web.blob.Sha256;
import java.util.Optional;
import java.util.UUID;

/**
 * A document that this process may work on until its lease ends.
 *
 * @param title title or subject; empty before the document was read
 * @param debt for the index stage: how much of the document the index does not know
 * @param limits under which it is to be read
 * @param revision grows whenever something changes that the index should know
 */
record ClaimedDocument(
        UUID id,
        UUID collection,
        UUID upload,
        Optional<UUID> parent,
        UUID family,
        int depth,
        String path,
        String name,
        String title,
        String custodian,
        Sha256 content,
        long size,
        DocumentState state,
        Debt debt,
        long revision,
        int attempts,
        Optional<Sha256> text,
        LimitPreset limits) {

    /** What the index does not know yet of a document that it has. */
    enum Debt {
        NONE,
        LABELS,
        ALL
    }
}
