package io.docket.web.upload;

import io.docket.web.pipeline.ProgressView;
import java.time.Instant;
import java.util.UUID;

/**
 * An upload with its counts.
 *
 * @param name what was chosen, a folder's name for example; may be empty
 * @param source {@code browser}, {@code api}, {@code import} or {@code watch}
 * @param announced files that the sender said it would send; 0 when it did not say
 * @param arrivals how far receiving is
 * @param progress what became of what was received
 */
public record UploadView(
        UUID id,
        UUID collection,
        String custodian,
        String name,
        String source,
        String state,
        Instant createdAt,
        String createdBy,
        long announced,
        Arrivals arrivals,
        ProgressView progress) {

    /** Whether no file and no step is awaited any more. */
    public boolean ended() {
        return !state.equals("open") && progress.settled();
    }
}
