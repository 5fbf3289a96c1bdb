package io.docket.web.account;

import io.docket.web.page.Formats;
import io.docket.web.pipeline.LimitPreset;
import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.RecognitionState;
import io.docket.web.upload.DocumentCollection;
import io.docket.web.upload.UploadCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the page of an ingest report shows. Public for templates.
 *
 * @param card the upload with its counts
 * @param status which lines are shown
 * @param order in which order
 * @param lines one page of them
 * @param absent instead of lines, files that did not become documents: the first {@value IngestReports#LARGEST_PAGE}
 * @param next where the next page begins; empty on the last
 * @param later whether this is not the first page
 */
public record ReportView(
        DocumentCollection collection,
        UploadCard card,
        String status,
        ReportOrder order,
        List<Row> lines,
        List<AbsentFile> absent,
        Optional<ReportPlace> next,
        boolean later) {

    /** A line with what the page adds. */
    public record Row(ReportLine line) {
        /** What became of it, in a word or two. */
        public String state() {
            return line.status().equals("pending") ? "In progress" : Formats.words(line.status());
        }

        /** The style class that goes with it. */
        public String tone() {
            return switch (line.status()) {
                case "searchable" -> "good";
                case "without-text", "duplicate", "pending" -> "";
                default -> "bad";
            };
        }

        /** Whether it, or the text in its pictures, was not read and may be tried again. */
        public boolean mayTryAgain() {
            return tone().equals("bad") || line.recognition() == RecognitionState.FAILED;
        }

        /** Whether it was found inside what was sent. */
        public boolean embedded() {
            return line.depth() > 0;
        }
    }

    /** Whether a status is one of files that did not become documents. */
    static boolean isAbsent(String status) {
        return status.equals("refused") || status.equals("missing");
    }

    /** Whether some files that were announced or sent did not become documents. */
    public boolean incomplete() {
        return card.arrivals().refused() + card.arrivals().missing() > 0;
    }

    /** Whether the list of such files goes on beyond what is shown. */
    public boolean absentCut() {
        return absent.size() == IngestReports.LARGEST_PAGE;
    }

    /** Limits that a retry may choose. */
    public List<LimitPreset> presets() {
        return List.of(LimitPreset.values());
    }

    /** Whether anything that failed, or is shown, may be tried again. */
    public boolean mayTryAgain() {
        return retryCount() > 0 || lines.stream().anyMatch(Row::mayTryAgain);
    }

    /** What the retry button takes along: the reason that is shown, or all that failed. */
    public String retryReason() {
        return progress().failed().containsKey(status) ? status : "failed";
    }

    /** How many documents that is. */
    public long retryCount() {
        return progress().failed().getOrDefault(status, progress().failedTotal());
    }

    /** A filter above the lines. */
    public record Chip(String name, String href, long count, boolean chosen, String tone) {}

    /** A column that can be ordered by. */
    public record Column(String name, String href, boolean chosen) {}

    public Progress progress() {
        return card.progress();
    }

    /** Address of the page without a query. */
    public String link() {
        return "/uploads/" + card.upload().id() + "/report";
    }

    /** Address of the CSV file with the same lines. */
    public String csv() {
        return "/api/v1/uploads/" + card.upload().id() + "/report/csv?status="
                + Formats.encode(isAbsent(status) ? "all" : status);
    }

    public Optional<String> nextLink() {
        return next.map(place -> address(status, order) + "&after=" + place);
    }

    public String firstLink() {
        return address(status, order);
    }

    /** The statuses that occur, and “all”. */
    public List<Chip> chips() {
        List<Chip> chips = new ArrayList<>();
        chips.add(chip("All", "all", progress().received(), ""));
        add(chips, "Searchable", "searchable", progress().searchable(), "good");
        add(chips, "Without text", "without-text", progress().withoutText(), "");
        add(chips, "Duplicates", "duplicate", progress().duplicates(), "");
        add(chips, "In progress", "pending", progress().pending(), "");
        add(chips, "Not read", "failed", progress().failedTotal(), "bad");
        progress().failed().forEach((reason, count) -> add(chips, Formats.words(reason), reason, count, "bad"));
        add(chips, "Refused", "refused", card.arrivals().refused(), "bad");
        add(
                chips,
                card.open() ? "Still to come" : "Never came",
                "missing",
                card.arrivals().missing(),
                "bad");
        return chips;
    }

    /** The address of the lines of one status. */
    public String statusLink(String wanted) {
        return address(wanted, order);
    }

    public Column pathColumn() {
        return column("File", ReportOrder.PATH);
    }

    public Column statusColumn() {
        return column("Outcome", ReportOrder.STATUS);
    }

    /** The largest first; chosen again, the smallest. */
    public Column sizeColumn() {
        return order == ReportOrder.LARGEST
                ? new Column("Size", address(status, ReportOrder.SIZE), true)
                : new Column("Size", address(status, ReportOrder.LARGEST), order == ReportOrder.SIZE);
    }

    private Column column(String name, ReportOrder by) {
        return new Column(name, address(status, by), order == by);
    }

    private void add(List<Chip> chips, String name, String value, long count, String tone) {
        if (count > 0 || value.equals(status)) {
            chips.add(chip(name, value, count, tone));
        }
    }

    private Chip chip(String name, String value, long count, String tone) {
        return new Chip(name, address(value, order), count, value.equals(status), tone);
    }

    private String address(String wanted, ReportOrder by) {
        return link() + "?status=" + Formats.encode(wanted) + "&sort=" + by.key();
    }
}
