package io.docket.web.upload;

import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.pipeline.ProgressView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** Shows uploads with their present counts, to pages and API alike. */
@ApplicationScoped
public class UploadViews {
    private final ArrivalCounts arrivals;
    private final ProgressCounts counts;

    UploadViews(ArrivalCounts arrivals, ProgressCounts counts) {
        this.arrivals = arrivals;
        this.counts = counts;
    }

    /** The view of an upload at this moment. */
    public UploadView of(Upload upload) {
        Arrivals arrived = arrivals.of(upload.id());
        return new UploadView(
                upload.id(),
                upload.collectionId(),
                upload.custodian(),
                upload.name(),
                upload.source().name().toLowerCase(Locale.ROOT),
                upload.state().name().toLowerCase(Locale.ROOT),
                upload.createdAt(),
                upload.createdBy(),
                arrived.announced(),
                arrived,
                ProgressView.of(counts.ofUpload(upload.id())));
    }
}
