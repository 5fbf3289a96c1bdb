package io.docket.web.upload;

import io.docket.web.pipeline.Progress;
import java.util.List;

/**
 * What the card of one upload shows. Public for templates.
 *
 * @param upload the upload
 * @param progress its counts, all of one moment
 */
public record UploadCard(Upload upload, Progress progress) {

    /**
     * One of the four bars.
     *
     * @param done documents that have passed the stage
     * @param total at least 1, so that an upload without documents shows empty bars
     */
    public record Stage(String name, long done, long total) {
        public boolean finished() {
            return done == total;
        }
    }

    public List<Stage> stages() {
        long total = Math.max(1, progress.received());
        long settled = progress.received() - progress.pending();
        return List.of(
                new Stage("Received", progress.received(), total),
                new Stage("Read", progress.extracted(), total),
                new Stage("Labelled", progress.classified(), total),
                new Stage("Finished", settled, total));
    }

    public String title() {
        String files =
                progress.files() == 1 ? "1 file" : String.format(java.util.Locale.ROOT, "%,d files", progress.files());
        return upload.custodian().isBlank() ? files : files + " of " + upload.custodian();
    }

    /** Whether more files may come. */
    public boolean open() {
        return upload.state() == Upload.State.OPEN;
    }

    /** Whether nothing will change by itself any more. */
    public boolean settled() {
        return !open() && progress.settled();
    }

    /** The page that lists its documents. */
    public String link() {
        return "/collections/" + upload.collectionId();
    }
}
