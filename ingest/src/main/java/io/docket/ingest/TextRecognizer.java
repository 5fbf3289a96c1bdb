package io.docket.ingest;

import io.docket.ingest.worker.LanguageIdentifier;
import io.docket.ingest.worker.PictureTask;
import io.docket.ingest.worker.WorkerMessage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads text in pictures: scanned pages of PDF documents, and picture files. A worker process of the extractor draws the pages
 * that have no words of their own, some at a time, and Tesseract reads each. Nothing else of a document reaches Tesseract.
 *
 * <p>It takes seconds a page, which is why it is apart from {@link Extractor#extract}: what has text can be found meanwhile.
 * Safe for use by several threads.
 */
public final class TextRecognizer {
    private static final int PAGES_AT_ONCE = 8;

    /** Fewer visible characters on a page are not its text: a number, a stamp. */
    private static final int FEWEST_CHARACTERS = 25;

    private static final Set<String> PICTURES =
            Set.of("image/png", "image/jpeg", "image/tiff", "image/gif", "image/bmp", "image/x-ms-bmp");

    private final Extractor extractor;
    private final RecognitionSettings settings;
    private final Tesseract tesseract;
    private final LanguageIdentifier languages = new LanguageIdentifier();

    /**
     * A recognizer that borrows the workers of an extractor.
     *
     * @param extractor open as long as this is used
     */
    public TextRecognizer(Extractor extractor, RecognitionSettings settings) {
        this.extractor = extractor;
        this.settings = settings;
        this.tesseract = new Tesseract(settings);
    }

    /** How this recognizer was set up. */
    public RecognitionSettings settings() {
        return settings;
    }

    /**
     * Whether an extracted item may hold text that only recognition finds: a picture, or a PDF document with a page that has
     * hardly a word.
     *
     * @throws IOException when the item's text cannot be read
     */
    public static boolean mayHelp(ExtractedItem item) throws IOException {
        if (item.outcome() != Outcome.EXTRACTED && item.outcome() != Outcome.EMPTY) {
            return false;
        }
        if (PICTURES.contains(kind(item.mediaType()))) {
            return item.characters() == 0;
        }
        if (!kind(item.mediaType()).equals("application/pdf")) {
            return false;
        }
        if (item.characters() == 0 || item.structure().isEmpty()) {
            return true;
        }
        List<TextStructure.Span> pages =
                TextStructure.read(item.structure().get()).of(TextStructure.SpanKind.PAGE);
        return pages.stream().anyMatch(page -> page.end() - page.start() < FEWEST_CHARACTERS);
    }

    private static String kind(String mediaType) {
        return mediaType.split(";", 2)[0].strip();
    }

    /**
     * Reads what the pictures of a document say.
     *
     * @param file its bytes; read only
     * @param mediaType what extraction found it to be
     * @param passwords tried in order when it is encrypted
     * @param directory an empty folder for pictures and text
     * @throws IOException when files cannot be read or written, or a program cannot be started; never because of what the file
     *     contains
     */
    public Recognition recognize(Path file, String mediaType, List<String> passwords, Path directory)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path text = directory.resolve("recognised.text");
        Reading reading = new Reading();
        try (BufferedWriter out = Files.newBufferedWriter(text)) {
            Optional<Recognition> failure = read(file, mediaType, passwords, directory, reading, out);
            if (failure.isPresent()) {
                return failure.get();
            }
        }
        if (reading.characters > 0) {
            return new Recognition(
                    Recognition.State.DONE,
                    reading.note(),
                    reading.pages,
                    Optional.of(text),
                    reading.characters,
                    languages.of(text));
        }
        boolean nothingWorked = reading.pages == 0 && reading.failures > 0;
        return new Recognition(
                nothingWorked ? Recognition.State.FAILED : Recognition.State.NOTHING,
                reading.note(),
                reading.pages,
                Optional.empty(),
                0,
                Optional.empty());
    }

    private Optional<Recognition> read(
            Path file, String mediaType, List<String> passwords, Path directory, Reading reading, BufferedWriter out)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + settings.time().toNanos();
        int total = 1;
        for (int first = 0; first < Math.min(total, settings.pages()); first += PAGES_AT_ONCE) {
            int pages = Math.min(PAGES_AT_ONCE, settings.pages() - first);
            PictureTask task = new PictureTask(
                    file,
                    kind(mediaType).equals("application/pdf"),
                    passwords,
                    directory,
                    first,
                    pages,
                    settings.dotsPerInch());
            WorkerMessage.Pictured pictured = draw(task);
            if (pictured.outcome() != Outcome.EXTRACTED) {
                if (first == 0) {
                    return Optional.of(Recognition.failed("its pages cannot be drawn: " + pictured.reason()));
                }
                reading.stopped = "pages after " + first + " of " + total + " cannot be drawn: " + pictured.reason();
                return Optional.empty();
            }
            total = pictured.pages();
            for (int page = first; page < first + pages; page++) {
                Path picture = PictureTask.pictureFile(directory, page);
                if (Files.exists(picture)) {
                    if (System.nanoTime() > end || reading.characters >= settings.characters()) {
                        reading.stopped = "pages after " + page + " of " + total + " were not read: the limit of "
                                + (System.nanoTime() > end ? "time" : "text") + " was reached";
                        return Optional.empty();
                    }
                    reading.add(tesseract.read(picture), settings.characters(), out);
                    Files.delete(picture);
                }
            }
        }
        if (total > settings.pages()) {
            reading.stopped = "pages after " + settings.pages() + " of " + total + " were not read";
        }
        return Optional.empty();
    }

    private WorkerMessage.Pictured draw(PictureTask task) throws IOException, InterruptedException {
        ExtractionLimits limits = extractor.settings().limits();
        WorkerPool pool = extractor.pool();
        WorkerProcess worker = pool.acquire(limits.heap());
        WorkerEnd end = null;
        try {
            PictureTask readable = new PictureTask(
                    ReadableFile.of(task.file(), worker.scratch()),
                    task.pdf(),
                    task.passwords(),
                    task.directory().toAbsolutePath(),
                    task.firstPage(),
                    task.pages(),
                    task.dotsPerInch());
            end = worker.run(readable, limits.withProgressTime(patience(limits)), child -> {});
            return switch (end) {
                case WorkerEnd.Pictured(WorkerMessage.Pictured answer) -> answer;
                case WorkerEnd.Lost lost -> new WorkerMessage.Pictured(lost.outcome(), lost.reason(), 0);
                case WorkerEnd.MachineFault(String message) ->
                    throw new IOException("drawing pages failed: " + message);
                case WorkerEnd.Answered anotherQuestion ->
                    throw new IOException("the worker answered another question about " + task.file());
            };
        } finally {
            if (end == null || end instanceof WorkerEnd.Lost) {
                pool.discard(worker);
            } else {
                pool.release(worker);
            }
        }
    }

    /** A page of many pictures takes long to draw and gives no sign of life meanwhile. */
    private static Duration patience(ExtractionLimits limits) {
        return limits.progressTime().multipliedBy(2);
    }

    /** What was read so far. */
    private static final class Reading {
        private int pages;
        private int failures;
        private long characters;
        private String firstFailure = "";
        private String stopped = "";

        void add(Tesseract.Page page, long most, BufferedWriter out) throws IOException {
            switch (page) {
                case Tesseract.Page.Read(String text) -> {
                    pages++;
                    if (!text.isEmpty()) {
                        String separated = characters == 0 ? text : "\n\n" + text;
                        String fitting = separated.substring(0, (int) Math.min(separated.length(), most - characters));
                        out.write(fitting);
                        characters += fitting.length();
                    }
                }
                case Tesseract.Page.Failed(String why) -> {
                    failures++;
                    if (firstFailure.isEmpty()) {
                        firstFailure = why;
                    }
                }
            }
        }

        String note() {
            String failed = failures == 0
                    ? ""
                    : (failures == 1 ? "1 page" : failures + " pages") + " could not be read: " + firstFailure;
            return failed.isEmpty() || stopped.isEmpty() ? failed + stopped : failed + "; " + stopped;
        }
    }
}
