package io.docket.web.upload;

import io.docket.web.pipeline.ProgressView;
import java.time.Instant;
import java.util.UUID;

/**
 * An upload with its counts.
 *
 * @param announced files that the sender said it would send; 0 when it did not say
 */
public record UploadView(
        UUID id,
        UUID collection,
        String custodian,
        String state,
        Instant createdAt,
        String createdBy,
        long announced,
        ProgressView progress) {

    /** Whether no file and no step is awaited any more. */
    public boolean ended() {
        return !state.equals("open") && progress.settled();
    }
}
