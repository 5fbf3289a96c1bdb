package io.docket.web.pipeline;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link Progress} as the API tells it. {@code received = searchable + withoutText + duplicates + failed + pending}.
 *
 * @param failed total of {@code failedByReason}
 * @param pictures settled documents whose pictures are still to be read
 * @param remainingSeconds estimate for the pending documents; −1 when there is none
 * @param settled whether nothing is left to be done
 */
public record ProgressView(
        long files,
        long received,
        long extracted,
        long classified,
        long indexed,
        long searchable,
        long withoutText,
        long duplicates,
        long failed,
        SortedMap<String, Long> failedByReason,
        long pending,
        long pictures,
        double documentsPerSecond,
        long remainingSeconds,
        boolean settled) {

    public ProgressView {
        failedByReason = new TreeMap<>(failedByReason);
    }

    /** The same counts for the API. */
    public static ProgressView of(Progress progress) {
        return new ProgressView(
                progress.files(),
                progress.received(),
                progress.extracted(),
                progress.classified(),
                progress.indexed(),
                progress.searchable(),
                progress.withoutText(),
                progress.duplicates(),
                progress.failedTotal(),
                progress.failed(),
                progress.pending(),
                progress.pictures(),
                progress.documentsPerSecond(),
                progress.remaining().map(left -> left.toSeconds()).orElse(-1L),
                progress.settled());
    }
}
