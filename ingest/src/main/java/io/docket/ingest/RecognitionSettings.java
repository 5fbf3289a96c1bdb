package io.docket.ingest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How text in pictures is read with Tesseract, and what that may cost.
 *
 * <table>
 * <caption>Limits and what happens at each</caption>
 * <tr><th>limit</th><th>default</th><th>when reached</th></tr>
 * <tr><td>pages</td><td>1,000</td><td>later pages are not read; the note says so</td></tr>
 * <tr><td>pageTime</td><td>60 seconds</td><td>the page is given up; the note counts it</td></tr>
 * <tr><td>time</td><td>1 hour</td><td>later pages are not read; the note says so</td></tr>
 * <tr><td>characters</td><td>20 million</td><td>later pages are not read; the note says so</td></tr>
 * <tr><td>memory</td><td>1 GiB</td><td>the page is given up; the note counts it. Only where {@code prlimit} is installed</td></tr>
 * </table>
 *
 * @param program the {@code tesseract} to run
 * @param languages as Tesseract names them, joined by {@code +}
 * @param dotsPerInch of pages that are drawn; 300 is what its models were made for
 * @param pages most pages of one document
 * @param pageTime longest time for one page
 * @param time longest time for one document
 * @param characters longest text of one document
 * @param memory address space of the program
 */
public record RecognitionSettings(
        Path program,
        String languages,
        int dotsPerInch,
        int pages,
        Duration pageTime,
        Duration time,
        long characters,
        ByteSize memory) {

    public RecognitionSettings {
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(pageTime, "pageTime");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(memory, "memory");
        if (!languages.matches("[A-Za-z0-9_/+-]+") || languages.startsWith("-")) {
            throw new IllegalArgumentException(
                    "languages is \"" + languages + "\"; names such as eng or eng+deu are possible");
        }
        if (dotsPerInch < 72 || dotsPerInch > 600) {
            throw new IllegalArgumentException("dotsPerInch is " + dotsPerInch + "; 72 to 600 are possible");
        }
        if (pages < 1) {
            throw new IllegalArgumentException("pages is " + pages + "; at least 1 is needed");
        }
    }

    /** The documented defaults with a program. */
    public static RecognitionSettings of(Path program) {
        return new RecognitionSettings(
                program,
                "eng",
                300,
                1_000,
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                20_000_000,
                ByteSize.ofGibibytes(1));
    }

    /** The {@code tesseract} that is installed where programs usually are. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/bin/tesseract", "/usr/local/bin/tesseract", "/opt/homebrew/bin/tesseract")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** These settings for other languages. */
    public RecognitionSettings withLanguages(String newLanguages) {
        return new RecognitionSettings(program, newLanguages, dotsPerInch, pages, pageTime, time, characters, memory);
    }

    /** These settings with another time for a page. */
    public RecognitionSettings withPageTime(Duration newPageTime) {
        return new RecognitionSettings(program, languages, dotsPerInch, pages, newPageTime, time, characters, memory);
    }

    /** These settings with another number of pages. */
    public RecognitionSettings withPages(int newPages) {
        return new RecognitionSettings(program, languages, dotsPerInch, newPages, pageTime, time, characters, memory);
    }

    /** These settings with another length of text. */
    public RecognitionSettings withCharacters(long newCharacters) {
        return new RecognitionSettings(program, languages, dotsPerInch, pages, pageTime, time, newCharacters, memory);
    }
}
