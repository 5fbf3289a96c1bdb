package io.docket.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text in pictures, with a program of the test in Tesseract's place, so that each of its faults can be had; and with the real one
 * where it is installed.
 */
class RecognitionTest {
    private static final String SENTENCE = "The lessee returns the quartz lamps before winter.";

    private static Extractor extractor;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        extractor = new Extractor(ExtractorSettings.defaults().withWorkers(1).withSpareWorkers(0));
    }

    @AfterAll
    static void stop() {
        extractor.close();
    }

    @Test
    void onlyPagesWithoutWordsAreReadAndBlankOnesAreNot() throws Exception {
        Path mixed = directory.resolve("mixed.pdf");
        try (PDDocument document = new PDDocument()) {
            write(document, SENTENCE);
            draw(document, stripes(600, 800));
            document.addPage(new PDPage(PDRectangle.A4));
            draw(document, stripes(600, 800));
            document.save(mixed.toFile());
        }
        Recognition found = recognize("echo \"words of $(basename $1)\"", mixed, "application/pdf");

        assertThat(found.state()).isEqualTo(Recognition.State.DONE);
        assertThat(found.pages()).isEqualTo(2);
        assertThat(found.text().orElseThrow()).hasContent("words of 1.png\n\nwords of 3.png");
        assertThat(found.characters()).isEqualTo(30);
        assertThat(found.note()).isEmpty();
    }

    @Test
    void picturesAreReadPageByPage() throws Exception {
        for (String format : List.of("png", "jpeg", "bmp", "gif", "tiff")) {
            Path picture = directory.resolve("scan." + format);
            assertThat(ImageIO.write(stripes(300, 200), format, picture.toFile()))
                    .isTrue();
            ExtractedItem item = extract(picture);
            assertThat(TextRecognizer.mayHelp(item)).as(item.mediaType()).isTrue();

            Recognition found = recognize("echo seen", picture, item.mediaType());

            assertThat(found.state()).as(format).isEqualTo(Recognition.State.DONE);
            assertThat(found.pages()).as(format).isEqualTo(1);
        }
    }

    @Test
    void blankAndTinyPicturesCostNoRun() throws Exception {
        Path blank = directory.resolve("blank.png");
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", blank.toFile());
        Path tiny = directory.resolve("tiny.png");
        ImageIO.write(stripes(16, 16), "png", tiny.toFile());
        for (Path picture : List.of(blank, tiny)) {
            Recognition found = recognize("echo never", picture, "image/png");

            assertThat(found.state()).isEqualTo(Recognition.State.NOTHING);
            assertThat(found.pages()).isZero();
        }
    }

    @Test
    void whatHasWordsNeedsNoHelp() throws Exception {
        Path written = directory.resolve("written.pdf");
        try (PDDocument document = new PDDocument()) {
            write(document, SENTENCE);
            document.save(written.toFile());
        }
        assertThat(TextRecognizer.mayHelp(extract(written))).isFalse();
        Path note = Files.writeString(directory.resolve("note.txt"), " ");
        assertThat(TextRecognizer.mayHelp(extract(note))).isFalse();
        Path scanned = scan();
        assertThat(TextRecognizer.mayHelp(extract(scanned))).isTrue();
    }

    @Test
    void aProgramThatHangsIsEndedWithItsChildren() throws Exception {
        Path marker = directory.resolve("still-running");
        Recognition found = recognizer("(sleep 6; touch " + marker + ") & sleep 600", Duration.ofSeconds(2))
                .recognize(scan(), "application/pdf", List.of(), directory.resolve("out"));

        assertThat(found.state()).isEqualTo(Recognition.State.FAILED);
        assertThat(found.note()).isEqualTo("1 page could not be read: not read within 2 s");
        Thread.sleep(6_000);
        assertThat(marker).doesNotExist();
    }

    @Test
    void aProgramThatFloodsIsGivenUp() throws Exception {
        Recognition found = recognize("head -c 20000000 /dev/zero | tr '\\0' x", scan(), "application/pdf");

        assertThat(found.state()).isEqualTo(Recognition.State.FAILED);
        assertThat(found.note()).contains("more than 1048576 bytes of text on one page");
    }

    @Test
    void aProgramThatFailsIsQuoted() throws Exception {
        Recognition found = recognize("echo 'no model for eng' >&2; exit 3", scan(), "application/pdf");

        assertThat(found.state()).isEqualTo(Recognition.State.FAILED);
        assertThat(found.note()).isEqualTo("1 page could not be read: Tesseract ended with code 3: no model for eng");
    }

    @Test
    void theProgramGetsNoSecretsAndNoNetwork() throws Exception {
        Recognition found = recognize(
                "env | cut -d= -f1 | sort; tail -n +3 /proc/net/dev | cut -d: -f1 | sed 's/ *//; s/^/net /'",
                scan(),
                "application/pdf");

        assertThat(Files.readString(found.text().orElseThrow()).lines())
                .contains("LC_ALL", "OMP_THREAD_LIMIT")
                .doesNotContain("HOME", "USER", "JAVA_HOME")
                .filteredOn(line -> extractor.isolatesNetwork() && line.startsWith("net "))
                .allMatch("net lo"::equals);
    }

    @Test
    void pagesAndTextHaveLimits() throws Exception {
        Path three = directory.resolve("three.pdf");
        try (PDDocument document = new PDDocument()) {
            for (int page = 0; page < 3; page++) {
                draw(document, stripes(600, 800));
            }
            document.save(three.toFile());
        }
        RecognitionSettings settings = RecognitionSettings.of(program("echo 0123456789"));
        Recognition few = new TextRecognizer(extractor, settings.withPages(2))
                .recognize(three, "application/pdf", List.of(), directory.resolve("few"));
        assertThat(few.pages()).isEqualTo(2);
        assertThat(few.note()).isEqualTo("pages after 2 of 3 were not read");

        Recognition cut = new TextRecognizer(extractor, settings.withCharacters(15))
                .recognize(three, "application/pdf", List.of(), directory.resolve("cut"));
        assertThat(cut.text().orElseThrow()).hasContent("0123456789\n\n012");
        assertThat(cut.note()).isEqualTo("pages after 2 of 3 were not read: the limit of text was reached");
    }

    @Test
    void damageAndLocksAreFailuresWithAReason() throws Exception {
        Path damaged = Files.writeString(directory.resolve("damaged.pdf"), "%PDF-1.7 nothing more");
        assertThat(recognize("echo never", damaged, "application/pdf").state()).isEqualTo(Recognition.State.FAILED);
        Path locked = directory.resolve("locked.pdf");
        try (PDDocument document = Loader.loadPDF(scan().toFile())) {
            document.protect(new StandardProtectionPolicy("owner", "sesame", new AccessPermission()));
            document.save(locked.toFile());
        }
        assertThat(recognize("echo never", locked, "application/pdf").note()).contains("encrypted");
        Recognition opened = recognizer("echo opened", Duration.ofSeconds(30))
                .recognize(locked, "application/pdf", List.of("wrong", "sesame"), directory.resolve("opened"));
        assertThat(opened.text().orElseThrow()).hasContent("opened");
    }

    /** The program of the test covers the stage; this shows that the real one is called as it wants to be. */
    @Test
    void theRealProgramReadsAScan() throws Exception {
        assumeThat(RecognitionSettings.installed()).as("Tesseract is installed").isPresent();
        Recognition found = new TextRecognizer(
                        extractor,
                        RecognitionSettings.of(RecognitionSettings.installed().orElseThrow()))
                .recognize(scan(), "application/pdf", List.of(), directory.resolve("real"));

        assertThat(found.state()).as(found.note()).isEqualTo(Recognition.State.DONE);
        assertThat(found.text().orElseThrow()).content().contains("lessee returns the quartz lamps");
    }

    private Recognition recognize(String script, Path file, String mediaType) throws Exception {
        return recognizer(script, Duration.ofSeconds(30))
                .recognize(file, mediaType, List.of(), directory.resolve("out-" + file.getFileName()));
    }

    private TextRecognizer recognizer(String script, Duration pageTime) throws IOException {
        return new TextRecognizer(
                extractor, RecognitionSettings.of(program(script)).withPageTime(pageTime));
    }

    private Path program(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("tesseract"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private ExtractedItem extract(Path file) throws IOException, InterruptedException {
        String name = file.getFileName().toString();
        return extractor
                .extract(ExtractionRequest.of(file, name, directory.resolve("extracted-" + name)))
                .root();
    }

    /** A page of words that is only a picture. */
    private Path scan() throws IOException {
        Path scanned = directory.resolve("scanned.pdf");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            write(document, SENTENCE);
            document.save(written);
        }
        try (PDDocument source = Loader.loadPDF(written.toByteArray());
                PDDocument document = new PDDocument()) {
            draw(document, new PDFRenderer(source).renderImageWithDPI(0, 200, ImageType.GRAY));
            document.save(scanned.toFile());
        }
        return scanned;
    }

    private static void write(PDDocument document, String words) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 16);
            content.newLineAtOffset(60, 700);
            content.showText(words);
            content.endText();
        }
    }

    private static void draw(PDDocument document, BufferedImage picture) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.drawImage(
                    LosslessFactory.createFromImage(document, picture),
                    0,
                    0,
                    page.getMediaBox().getWidth(),
                    page.getMediaBox().getHeight());
        }
    }

    private static BufferedImage stripes(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, height);
        canvas.setColor(Color.BLACK);
        for (int y = 10; y < height; y += 40) {
            canvas.fillRect(10, y, width - 20, 8);
        }
        canvas.dispose();
        return picture;
    }
}
