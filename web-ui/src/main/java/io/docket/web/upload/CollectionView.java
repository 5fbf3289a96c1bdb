package io.docket.web.upload;

import io.docket.web.page.Formats;
import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.DocumentState;
import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.ProgressCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the page of one collection shows. Public for templates.
 *
 * @param progress counts of what is listed: the collection's or one upload's
 * @param cards the latest uploads
 * @param olderUploads how many more there are
 * @param upload the upload that the list is restricted to
 * @param state which documents are listed
 * @param documents one page of them
 * @param refused files of that upload that were not taken, the first ones by path
 * @param next address of the next page
 * @param previous address of the first page, on later ones
 */
public record CollectionView(
        DocumentCollection collection,
        Progress progress,
        List<UploadCard> cards,
        int olderUploads,
        Optional<UUID> upload,
        String state,
        List<Row> documents,
        List<Refusals.Refusal> refused,
        Optional<String> next,
        Optional<String> previous) {

    /** A document in the list. */
    public record Row(Document document) {

        /** The folders and containers around it. */
        public String folder() {
            int cut = document.path().lastIndexOf('/');
            return cut < 0 ? "" : document.path().substring(0, cut + 1);
        }

        /** What became of it, in a word or two. */
        public String state() {
            return switch (document.state()) {
                case DocumentState.Pending.RECEIVED -> "Received";
                case DocumentState.Pending.EXTRACTED -> "Read";
                case DocumentState.Pending.CLASSIFIED -> "Labelled";
                case DocumentState.Settled.DUPLICATE -> "Duplicate";
                case DocumentState.Settled.FAILED -> "Not finished";
                case DocumentState.Settled.INDEXED ->
                    document.outcome()
                            .map(outcome -> switch (outcome) {
                                case EXTRACTED -> "Searchable";
                                case EMPTY -> "Without text";
                                default -> Formats.words(ProgressCounts.reasonKey(outcome));
                            })
                            .orElse("Searchable");
            };
        }

        /** The style class that goes with it. */
        public String tone() {
            return switch (document.state()) {
                case DocumentState.Pending pending -> "";
                case DocumentState.Settled.DUPLICATE -> "";
                case DocumentState.Settled.FAILED -> "bad";
                case DocumentState.Settled.INDEXED ->
                    document.outcome().isPresent() && document.outcome().get().isFailure() ? "bad" : "good";
            };
        }
    }

    /** A filter above the list. */
    public record Chip(String name, String href, long count, boolean chosen, String tone) {}

    /** The page's address without a query. */
    public String link() {
        return "/collections/" + collection.id();
    }

    /** The states that occur, and “all”. */
    public List<Chip> chips() {
        List<Chip> chips = new ArrayList<>();
        chips.add(chip("All", "all", progress.received(), ""));
        add(chips, "Searchable", "searchable", progress.searchable(), "good");
        add(chips, "In progress", "pending", progress.pending(), "");
        add(chips, "Without text", "without-text", progress.withoutText(), "");
        add(chips, "Duplicates", "duplicate", progress.duplicates(), "");
        add(chips, "Not read", "failed", progress.failedTotal(), "bad");
        if (progress.failed().size() > 1) {
            progress.failed().forEach((reason, count) -> add(chips, Formats.words(reason), reason, count, "bad"));
        }
        return chips;
    }

    private void add(List<Chip> chips, String name, String value, long count, String tone) {
        if (count > 0 || value.equals(state)) {
            chips.add(chip(name, value, count, tone));
        }
    }

    private Chip chip(String name, String value, long count, String tone) {
        return new Chip(name, address(value, Optional.empty()), count, value.equals(state), tone);
    }

    private String address(String value, Optional<UUID> after) {
        return address(collection.id(), upload, value, after);
    }

    static String address(UUID collection, Optional<UUID> upload, String state, Optional<UUID> after) {
        return "/collections/" + collection + "?state=" + Formats.encode(state)
                + upload.map(id -> "&upload=" + id).orElse("")
                + after.map(id -> "&after=" + id).orElse("")
                + "#documents";
    }
}
