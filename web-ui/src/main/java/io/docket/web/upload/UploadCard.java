package io.docket.web.upload;

import io.docket.web.page.Formats;
import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.ProgressCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * What the card of one upload shows. Public for templates.
 *
 * @param upload the upload
 * @param arrivals its first stage
 * @param progress the later stages, all counts of one moment
 */
public record UploadCard(Upload upload, Arrivals arrivals, Progress progress) {

    /**
     * One of the four bars.
     *
     * @param done documents that have passed the stage
     * @param total at least 1, so that an upload without documents shows empty bars
     * @param errors files or documents that the stage could not do
     * @param errorsLink where those are listed; empty when there is no list
     */
    public record Stage(String name, long done, long total, long errors, String errorsLink) {
        public boolean finished() {
            return done == total;
        }
    }

    /** The stages, each with what failed in it. */
    public List<Stage> stages() {
        long announced = Math.max(arrivals.announced(), arrivals.received() + arrivals.refused());
        long total = Math.max(1, progress.received());
        long settled = progress.received() - progress.pending();
        long unfinished = progress.failed().getOrDefault(ProgressCounts.NOT_FINISHED, 0L);
        return List.of(
                new Stage(
                        "Received",
                        arrivals.received(),
                        Math.max(1, announced),
                        arrivals.refused() + (open() ? 0 : arrivals.missing()),
                        link() + "?upload=" + upload.id() + "#not-received"),
                new Stage("Read", progress.extracted(), total, progress.failedTotal() - unfinished, list("failed")),
                new Stage("Labelled", progress.classified(), total, 0, ""),
                new Stage("Finished", settled, total, unfinished, list(ProgressCounts.NOT_FINISHED)));
    }

    private String list(String state) {
        return link() + "?upload=" + upload.id() + "&state=" + state + "#documents";
    }

    public String title() {
        String files = Formats.plural(arrivals.received(), "file", "files");
        String named = upload.name().isBlank() ? files : upload.name() + ": " + files;
        return upload.custodian().isBlank() ? named : named + " of " + upload.custodian();
    }

    /** How fast it goes and how long it will take, in words; empty when nothing moves. */
    public String pace() {
        List<String> words = new ArrayList<>();
        if (arrivals.filesPerSecond() >= 1) {
            words.add("receiving " + Formats.count(Math.round(arrivals.filesPerSecond())) + " files/s, "
                    + Formats.bytes(Math.round(arrivals.bytesPerSecond())) + "/s");
        }
        if (progress.pending() > 0) {
            if (progress.documentsPerSecond() >= 1) {
                words.add("finishing " + Formats.count(Math.round(progress.documentsPerSecond())) + " documents/s");
            }
            progress.remaining().ifPresent(left -> words.add(Formats.about(left) + " left"));
        }
        return words.isEmpty() ? "" : String.join(" · ", words) + " · ";
    }

    /** Whether more files may come. */
    public boolean open() {
        return upload.state() == Upload.State.OPEN;
    }

    /** Whether a person's browser sends it, and so a person can go on with it. */
    public boolean resumable() {
        return open() && upload.source() == Upload.Source.BROWSER;
    }

    /** Whether the sender gave up. */
    public boolean cancelled() {
        return upload.state() == Upload.State.CANCELLED;
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
