package io.docket.web.upload;

import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.pipeline.ProgressView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** Shows uploads with their present counts, to pages and API alike. */
@ApplicationScoped
public class UploadViews {
    private final Uploads uploads;
    private final ProgressCounts counts;

    UploadViews(Uploads uploads, ProgressCounts counts) {
        this.uploads = uploads;
        this.counts = counts;
    }

    /** The view of an upload at this moment. */
    public UploadView of(Upload upload) {
        return new UploadView(
                upload.id(),
                upload.collectionId(),
                upload.custodian(),
                upload.state().name().toLowerCase(Locale.ROOT),
                upload.createdAt(),
                upload.createdBy(),
                uploads.announced(upload.id()),
                ProgressView.of(counts.ofUpload(upload.id())));
    }
}
