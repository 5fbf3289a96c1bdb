package io.docket.web.pipeline;

import io.docket.ingest.ByteSize;
import io.docket.ingest.ExtractionLimits;
import io.docket.web.problem.ProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Limits under which a document is read, by name. Every document begins with {@link #STANDARD}; who retries what failed may
 * choose others, at the price that is said with each.
 */
public enum LimitPreset {
    /** The limits that are documented with {@link ExtractionLimits#defaults()}. */
    STANDARD("Standard limits", "as at the first time", ExtractionLimits.defaults()),
    /** For what timed out: damaged or very large files that parsers take long over. */
    PATIENT(
            "More time",
            "an hour instead of 10 minutes for each file; a file that hangs holds up others for that long",
            ExtractionLimits.defaults().withTime(Duration.ofHours(1)).withProgressTime(Duration.ofMinutes(10))),
    /** For what ran out of memory: workbooks and presentations of hundreds of megabytes. */
    ROOMY(
            "More memory",
            "2 GiB instead of 512 MiB for each file, and half an hour",
            ExtractionLimits.defaults()
                    .withHeap(ByteSize.ofGibibytes(2))
                    .withTime(Duration.ofMinutes(30))
                    .withProgressTime(Duration.ofMinutes(5))),
    /** For what was too long: texts of more than 20 million characters, deep or highly compressed archives. */
    WIDE(
            "Larger and deeper",
            "200 million characters, 32 containers deep, 2,000-fold expansion, 1 GiB of memory and half an hour; only for"
                    + " archives you trust",
            ExtractionLimits.defaults()
                    .withCharacters(200_000_000)
                    .withEmbeddedDepth(32)
                    .withExpansionRatio(2_000)
                    .withFileSize(ByteSize.ofGibibytes(64))
                    .withHeap(ByteSize.ofGibibytes(1))
                    .withTime(Duration.ofMinutes(30))
                    .withProgressTime(Duration.ofMinutes(5)));

    private final String title;
    private final String effect;
    private final ExtractionLimits limits;

    LimitPreset(String title, String effect, ExtractionLimits limits) {
        this.title = title;
        this.effect = effect;
        this.limits = limits;
    }

    /**
     * Reads a name as the API writes it.
     *
     * @throws ProblemException when there is no such preset
     */
    public static LimitPreset parse(String text) {
        return Arrays.stream(values())
                .filter(preset -> preset.key().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest("There are no limits named \"" + text + "\": use one of "
                        + Arrays.stream(values()).map(LimitPreset::key).collect(Collectors.joining(", "))));
    }

    /** As forms and the API write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people, in two or three words. */
    public String title() {
        return title;
    }

    /** What it changes and what it costs. */
    public String effect() {
        return effect;
    }

    /** The limits themselves. */
    public ExtractionLimits limits() {
        return limits;
    }
}
