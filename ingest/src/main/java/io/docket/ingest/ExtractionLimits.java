package io.docket.ingest;

import java.time.Duration;
import java.util.Objects;

/**
 * How much one extraction may cost. A limit that is reached gives the item a defined {@link Outcome} and never disturbs
 * another item.
 *
 * <table>
 * <caption>Limits and what happens at each</caption>
 * <tr><th>limit</th><th>default</th><th>applies to</th><th>outcome when reached</th></tr>
 * <tr><td>time</td><td>10 minutes</td><td>each item</td><td>{@link Outcome#TIMED_OUT}</td></tr>
 * <tr><td>progressTime</td><td>60 seconds</td><td>each item</td><td>{@link Outcome#TIMED_OUT}</td></tr>
 * <tr><td>heap</td><td>512 MiB</td><td>worker process</td><td>{@link Outcome#OUT_OF_MEMORY}</td></tr>
 * <tr><td>characters</td><td>20 million</td><td>each item's text</td><td>{@link Outcome#TOO_LONG}, text kept</td></tr>
 * <tr><td>embeddedDepth</td><td>16</td><td>family</td><td>{@link Outcome#TOO_LONG} on the item not opened further</td></tr>
 * <tr><td>embeddedCount</td><td>1,000,000</td><td>family</td><td>{@link Outcome#TOO_LONG} on the container</td></tr>
 * <tr><td>expansionRatio</td><td>200</td><td>family</td><td>{@link Outcome#TOO_LONG} on the container</td></tr>
 * <tr><td>fileSize</td><td>16 GiB</td><td>each item</td><td>{@link Outcome#TOO_LONG}, not opened</td></tr>
 * </table>
 *
 * <p>The defaults leave room for a 4 GB archive of 300,000 files; they are set by what a worker on a small server can
 * bear, not by a standard. The ratio is only judged once more than {@link #FREE_EXPANSION} has been unpacked, because
 * small files of repetitive text compress by more than 200 honestly (deflate ends near 1,030).
 *
 * @param time longest time for one item; unpacking a container counts, parsing its children does not
 * @param progressTime longest time without a sign of life (text written, child unpacked)
 * @param heap Java heap of a worker process
 * @param characters longest text of one item in UTF-16 units, as {@link String#length()} counts
 * @param embeddedDepth how deep containers are opened; 0 opens none
 * @param embeddedCount how many embedded items a family may have
 * @param expansionRatio unpacked bytes of a family over the bytes of its root
 * @param fileSize largest file that is opened
 */
public record ExtractionLimits(
        Duration time,
        Duration progressTime,
        ByteSize heap,
        long characters,
        int embeddedDepth,
        int embeddedCount,
        double expansionRatio,
        ByteSize fileSize) {

    /** What a family may unpack before its expansion ratio is judged. */
    public static final ByteSize FREE_EXPANSION = ByteSize.ofMebibytes(256);

    private static final ByteSize SMALLEST_HEAP = ByteSize.ofMebibytes(64);

    public ExtractionLimits {
        Objects.requireNonNull(heap, "heap");
        Objects.requireNonNull(fileSize, "fileSize");
        requirePositive("time", time);
        requirePositive("progressTime", progressTime);
        if (heap.compareTo(SMALLEST_HEAP) < 0) {
            throw new IllegalArgumentException("heap is " + heap + "; a worker needs at least " + SMALLEST_HEAP);
        }
        if (characters < 1) {
            throw new IllegalArgumentException("characters is " + characters + "; at least 1 is needed");
        }
        if (embeddedDepth < 0 || embeddedDepth > 64) {
            throw new IllegalArgumentException("embeddedDepth is " + embeddedDepth + "; 0 to 64 are possible");
        }
        if (embeddedCount < 0) {
            throw new IllegalArgumentException("embeddedCount is negative: " + embeddedCount);
        }
        if (!(expansionRatio >= 1)) {
            throw new IllegalArgumentException("expansionRatio is " + expansionRatio + "; at least 1 is needed");
        }
    }

    /** The documented defaults. */
    public static ExtractionLimits defaults() {
        return new ExtractionLimits(
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                ByteSize.ofMebibytes(512),
                20_000_000,
                16,
                1_000_000,
                200,
                ByteSize.ofGibibytes(16));
    }

    /** These limits with another time per item. */
    public ExtractionLimits withTime(Duration newTime) {
        return new ExtractionLimits(
                newTime, progressTime, heap, characters, embeddedDepth, embeddedCount, expansionRatio, fileSize);
    }

    /** These limits with another time without progress. */
    public ExtractionLimits withProgressTime(Duration newProgressTime) {
        return new ExtractionLimits(
                time, newProgressTime, heap, characters, embeddedDepth, embeddedCount, expansionRatio, fileSize);
    }

    /** These limits with another worker heap. */
    public ExtractionLimits withHeap(ByteSize newHeap) {
        return new ExtractionLimits(
                time, progressTime, newHeap, characters, embeddedDepth, embeddedCount, expansionRatio, fileSize);
    }

    /** These limits with another length of text per item. */
    public ExtractionLimits withCharacters(long newCharacters) {
        return new ExtractionLimits(
                time, progressTime, heap, newCharacters, embeddedDepth, embeddedCount, expansionRatio, fileSize);
    }

    /** These limits with another depth of embedded items. */
    public ExtractionLimits withEmbeddedDepth(int newEmbeddedDepth) {
        return new ExtractionLimits(
                time, progressTime, heap, characters, newEmbeddedDepth, embeddedCount, expansionRatio, fileSize);
    }

    /** These limits with another number of embedded items per family. */
    public ExtractionLimits withEmbeddedCount(int newEmbeddedCount) {
        return new ExtractionLimits(
                time, progressTime, heap, characters, embeddedDepth, newEmbeddedCount, expansionRatio, fileSize);
    }

    /** These limits with another expansion ratio. */
    public ExtractionLimits withExpansionRatio(double newExpansionRatio) {
        return new ExtractionLimits(
                time, progressTime, heap, characters, embeddedDepth, embeddedCount, newExpansionRatio, fileSize);
    }

    /** These limits with another largest file. */
    public ExtractionLimits withFileSize(ByteSize newFileSize) {
        return new ExtractionLimits(
                time, progressTime, heap, characters, embeddedDepth, embeddedCount, expansionRatio, newFileSize);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing: " + duration);
        }
    }
}
