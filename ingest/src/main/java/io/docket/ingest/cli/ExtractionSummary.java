package io.docket.ingest.cli;

import io.docket.ingest.ExtractedItem;
import io.docket.ingest.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts outcomes and shows that they reconcile with the files given. Safe for use by several threads. */
final class ExtractionSummary {
    private final int files;
    private final long start = System.nanoTime();
    private final Map<Outcome, Integer> roots = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Integer> embedded = new EnumMap<>(Outcome.class);
    private int faults;

    ExtractionSummary(int files) {
        this.files = files;
    }

    synchronized void add(ExtractedItem item) {
        (item.isRoot() ? roots : embedded).merge(item.outcome(), 1, Integer::sum);
    }

    synchronized void fault(Path file, IOException fault) {
        faults++;
        System.err.println(file + ": no outcome: " + fault.getMessage());
    }

    /** Whether each file has an outcome. */
    synchronized boolean isComplete() {
        return faults == 0 && total(roots) == files;
    }

    synchronized void print(PrintStream out) {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                Locale.ROOT,
                "%d files, %d with an outcome, %d embedded items, %.1f s%n",
                files,
                total(roots),
                total(embedded),
                seconds);
        for (Outcome outcome : Outcome.values()) {
            int files = roots.getOrDefault(outcome, 0);
            int items = embedded.getOrDefault(outcome, 0);
            if (files + items > 0) {
                out.printf(
                        Locale.ROOT,
                        "  %-14s %7d files %7d embedded%n",
                        outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        files,
                        items);
            }
        }
    }

    private static int total(Map<Outcome, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
