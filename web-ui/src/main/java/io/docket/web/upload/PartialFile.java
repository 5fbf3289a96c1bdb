package io.docket.web.upload;

import io.docket.web.blob.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A large file on its way, sent in pieces.
 *
 * @param upload what it belongs to
 * @param size bytes of the whole file
 * @param hash what the whole file must have; empty when the sender did not say
 * @param received bytes that are safe on the disk: where the next piece begins
 * @param metadata the header in which the sender named it
 * @param finished whether it is a document now
 * @param expires when it is given up unless another piece comes
 */
record PartialFile(
        UUID id,
        UUID upload,
        UploadPath path,
        long size,
        Optional<Sha256> hash,
        long received,
        String metadata,
        boolean finished,
        Instant expires) {}
