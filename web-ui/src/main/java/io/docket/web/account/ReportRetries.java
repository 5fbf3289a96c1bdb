package io.docket.web.account;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.LimitPreset;
import io.docket.web.pipeline.Retries;
import io.docket.web.upload.Upload;
import io.docket.web.upload.Uploads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sends what an ingest report lists as not read through the pipeline again: other limits, further passwords. */
@ApplicationScoped
public class ReportRetries {
    private final Uploads uploads;
    private final Retries retries;
    private final PasswordBank passwords;
    private final AuditLog audit;

    ReportRetries(Uploads uploads, Retries retries, PasswordBank passwords, AuditLog audit) {
        this.uploads = uploads;
        this.retries = retries;
        this.passwords = passwords;
        this.audit = audit;
    }

    /**
     * What is to be tried again, and how.
     *
     * @param documents the selection; empty for all that failed
     * @param reason of all that failed, only those with this reason; empty for every reason
     * @param limits under which they are read
     * @param passwords that are added to the collection's bank first
     */
    public record Wish(
            Collection<UUID> documents, Optional<String> reason, LimitPreset limits, List<String> passwords) {}

    /**
     * Retries documents of one upload.
     *
     * @return how many begin again
     * @throws io.docket.web.problem.ProblemException not found, or when reason or passwords cannot be used
     */
    @Transactional
    public int retry(UUID uploadId, Wish wish) {
        Upload upload = uploads.require(uploadId);
        if (!wish.passwords().isEmpty()) {
            passwords.add(upload.collectionId(), wish.passwords());
        }
        int begun = wish.documents().isEmpty()
                ? retries.upload(uploadId, wish.reason(), wish.limits())
                : retries.documents(uploadId, wish.documents(), wish.limits());
        audit.record(
                "report.retry",
                "upload/" + uploadId,
                (wish.documents().isEmpty() ? wish.reason().orElse("all that failed") : "a selection") + ", " + begun
                        + " documents, limits " + wish.limits().key());
        return begun;
    }
}
