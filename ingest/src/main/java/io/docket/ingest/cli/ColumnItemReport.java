package io.docket.ingest.cli;

import io.docket.ingest.ExtractedItem;
import java.io.PrintStream;
import java.util.Locale;

/** One line of columns for people: outcome, characters, type, path, reason. */
final class ColumnItemReport implements ItemReport {
    private final PrintStream out;

    ColumnItemReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(ExtractedItem item) {
        String line = String.format(
                Locale.ROOT,
                "%-13s %10d  %-40s  %s%s",
                JsonItemReport.status(item),
                item.characters(),
                item.mediaType(),
                printable(item.path()),
                item.reason().isEmpty() ? "" : "  (" + printable(item.reason()) + ")");
        synchronized (out) {
            out.println(line);
        }
    }

    /** Names come from hostile files and must not steer a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
