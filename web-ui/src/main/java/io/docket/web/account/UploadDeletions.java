package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.PipelineException;
import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.upload.Upload;
import io.docket.web.upload.Uploads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Accepts or refuses that an upload is deleted; {@link DeletionWorker} does it. */
@ApplicationScoped
public class UploadDeletions {
    private final AgroalDataSource database;
    private final Uploads uploads;
    private final ProgressCounts counts;
    private final CollectionHolds holds;
    private final AuditLog audit;
    private final CurrentUser user;
    private final DeletionWorker worker;

    UploadDeletions(
            AgroalDataSource database,
            Uploads uploads,
            ProgressCounts counts,
            CollectionHolds holds,
            AuditLog audit,
            CurrentUser user,
            DeletionWorker worker) {
        this.database = database;
        this.uploads = uploads;
        this.counts = counts;
        this.holds = holds;
        this.audit = audit;
        this.user = user;
        this.worker = worker;
    }

    /**
     * A deletion that was asked for and is not finished.
     *
     * @param documents how many there were
     * @param deleted how many are gone
     */
    public record Deletion(long documents, long deleted, Instant requestedAt, String requestedBy) {}

    /** The unfinished deletion of an upload. */
    @Transactional
    public Optional<Deletion> of(UUID upload) {
        try (Connection connection = database.getConnection()) {
            return Sql.query(
                            connection,
                            row -> new Deletion(
                                    row.getLong("documents"),
                                    row.getLong("deleted"),
                                    row.getObject("requested_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getString("requested_by")),
                            "select * from upload_deletion where upload_id = ?",
                            upload)
                    .stream()
                    .findFirst();
        } catch (SQLException e) {
            throw new PipelineException("The deletion of upload " + upload + " could not be read", e);
        }
    }

    /** Why an upload cannot be deleted now, and what to do; empty when it can. */
    @Transactional
    public Optional<String> objection(UUID uploadId) {
        Upload upload = uploads.require(uploadId);
        Optional<CollectionHolds.Hold> hold = holds.of(upload.collectionId());
        if (hold.isPresent()) {
            return Optional.of("Its collection is on hold (\"" + hold.get().reason() + "\", placed by "
                    + hold.get().placedBy() + "): nothing of it is deleted until the hold is lifted.");
        }
        if (upload.state() == Upload.State.OPEN) {
            return Optional.of("Files are still being received: complete or cancel the upload first.");
        }
        Progress progress = counts.ofUpload(uploadId);
        if (!progress.settled() && of(uploadId).isEmpty()) {
            return Optional.of(progress.pending() + " of its documents are being worked on: wait until nothing is in"
                    + " progress, then delete it.");
        }
        return Optional.empty();
    }

    /**
     * Asks that an upload is deleted with all its documents. Documents of other uploads that were recorded as copies of its
     * files take their place.
     *
     * @param confirmed how many documents the person believes to delete
     * @throws ProblemException not found; conflict when there is an objection, or the number is another by now
     */
    public Deletion request(UUID upload, long confirmed) {
        Deletion deletion = record(upload, confirmed);
        worker.wake();
        return deletion;
    }

    @Transactional
    Deletion record(UUID upload, long confirmed) {
        objection(upload).ifPresent(reason -> {
            throw ProblemException.conflict("Upload " + upload + " cannot be deleted. " + reason);
        });
        Optional<Deletion> running = of(upload);
        if (running.isPresent()) {
            return running.get();
        }
        long received = counts.ofUpload(upload).received();
        if (received != confirmed) {
            throw ProblemException.conflict("The upload has " + received + " documents, and the deletion of "
                    + confirmed + " was confirmed: look again, and confirm the present number");
        }
        try (Connection connection = database.getConnection()) {
            Sql.update(connection, """
                    insert into upload_deletion (upload_id, tenant_id, documents, requested_at, requested_by)
                    values (?, docket_tenant(), ?, now(), ?) on conflict do nothing""", upload, received, user.displayName());
        } catch (SQLException e) {
            throw new PipelineException("The deletion of upload " + upload + " could not be recorded", e);
        }
        audit.record("upload.delete", "upload/" + upload, received + " documents");
        return of(upload).orElseThrow();
    }
}
