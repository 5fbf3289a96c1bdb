package io.docket.web.pipeline;

import io.docket.web.blob.Blob;
import java.util.Optional;
import java.util.UUID;

/**
 * A document that is about to get its row.
 *
 * @param id follows from its origin, see {@link DocumentIds}
 * @param collection where it belongs
 * @param upload what brought it
 * @param origin where it came from
 * @param path full path, see {@link Document#path()}
 * @param name last part of the path
 * @param custodian whose it was
 * @param content its bytes
 * @param findings present when it came out of a container whose extraction read its text too
 */
record NewDocument(
        UUID id,
        UUID collection,
        UUID upload,
        Origin origin,
        String path,
        String name,
        String custodian,
        Blob content,
        Optional<Findings> findings) {

    /**
     * Place in the family.
     *
     * @param parent the container; empty for an uploaded file
     * @param family head of the family
     * @param position number among the parent's children
     * @param depth how many containers are around it
     * @param loose whether equal bytes elsewhere in the collection make it a duplicate: true for uploaded files and files
     *     of archives, false for attachments, whose family stays whole
     */
    record Origin(Optional<UUID> parent, UUID family, int position, int depth, boolean loose) {}
}
