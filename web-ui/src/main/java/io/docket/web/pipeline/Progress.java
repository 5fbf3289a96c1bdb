package io.docket.web.pipeline;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the documents of an upload or a collection are. The sum always holds: {@code received = searchable + withoutText
 * + duplicates + failed + pending}.
 *
 * @param files uploaded files that were acknowledged
 * @param received documents: the files and everything found in containers
 * @param extracted documents whose text was looked for, duplicates included, which need no looking
 * @param classified documents that classifiers have seen or need not see
 * @param indexed documents that search finds by name or text
 * @param searchable indexed documents with text
 * @param withoutText indexed documents that hold no text: pictures, zero bytes
 * @param duplicates second copies
 * @param failed documents whose text could not be (wholly) read, by outcome in lower case; {@code not-finished} where the
 *     appliance itself failed. All but {@code not-finished} are found by name and metadata.
 * @param pending documents with work left
 * @param pictures settled documents whose pictures are still to be read; they are in the sum as what they are without that
 * @param documentsPerSecond settled lately; 0 when nothing was
 * @param remaining estimate for the pending ones; empty when nothing is pending or nothing moves
 */
public record Progress(
        long files,
        long received,
        long extracted,
        long classified,
        long indexed,
        long searchable,
        long withoutText,
        long duplicates,
        SortedMap<String, Long> failed,
        long pending,
        long pictures,
        double documentsPerSecond,
        Optional<Duration> remaining) {

    public Progress {
        failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
        long sum = searchable + withoutText + duplicates + sum(failed) + pending;
        if (sum != received) {
            throw new IllegalStateException("The counts do not reconcile: " + received + " received, but " + searchable
                    + " searchable + " + withoutText + " without text + " + duplicates + " duplicates + " + failed
                    + " failed + " + pending + " pending = " + sum + ".");
        }
    }

    /** All failed documents, whatever the reason. */
    public long failedTotal() {
        return sum(failed);
    }

    /** Whether nothing is left to be done. */
    public boolean settled() {
        return pending == 0;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
