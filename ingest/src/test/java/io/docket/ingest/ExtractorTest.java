package io.docket.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractorTest {
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
    void textOfAPageKeepsItsHeadingsAndRows() throws Exception {
        ExtractedItem page =
                extract("page.html", """
                        <html><head><title>Rates</title></head><body><h1>Fees and terms</h1>
                        <p>The fee is due when the invoice has been sent to the customer.</p>
                        <table><tr><td>Month</td><td>Fee</td></tr><tr><td>May</td><td>12</td></tr></table>
                        </body></html>""".getBytes(StandardCharsets.UTF_8)).root();

        assertThat(page.outcome()).isEqualTo(Outcome.EXTRACTED);
        assertThat(page.mediaType()).startsWith("text/html");
        assertThat(page.metadata().title()).contains("Rates");
        assertThat(page.metadata().language()).contains("en");
        String text = Files.readString(page.text().orElseThrow());
        assertThat(text).contains("Month\tFee\nMay\t12");
        assertThat(page.characters()).isEqualTo(text.length());
        TextStructure structure = TextStructure.read(page.structure().orElseThrow());
        assertThat(structure.of(TextStructure.SpanKind.HEADING)).singleElement().satisfies(heading -> {
            assertThat(text.substring((int) heading.start(), (int) heading.end()))
                    .isEqualTo("Fees and terms");
            assertThat(heading.label()).isEqualTo("Fees and terms");
        });
    }

    @Test
    void wordsAtTheEndsOfAPdfsLinesStayApart() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.setLeading(14);
                content.newLineAtOffset(60, 700);
                for (String line :
                        List.of("Either party may end this", "agreement if the other ", "commits a breach.")) {
                    content.showText(line);
                    content.newLine();
                }
                content.endText();
            }
            document.save(bytes);
        }
        ExtractedItem page = extract("lines.pdf", bytes.toByteArray()).root();

        assertThat(page.text().orElseThrow())
                .hasContent("Either party may end this agreement if the other commits a breach.");
    }

    @Test
    void aZipInAZipBecomesAFamilyInOrder() throws Exception {
        byte[] inner = zip(Map.of("deep.txt", "Something deep.".getBytes(StandardCharsets.UTF_8)));
        ExtractionResult family = extract("outer.zip", zip(Map.of("inner.zip", inner)));

        assertThat(family.items())
                .extracting(ExtractedItem::path)
                .containsExactly("outer.zip", "outer.zip/inner.zip", "outer.zip/inner.zip/deep.txt");
        ExtractedItem deep = family.items().getLast();
        assertThat(deep.position()).hasToString("1.1");
        assertThat(family.parentOf(deep)).contains(family.items().get(1));
        assertThat(deep.content().orElseThrow()).hasContent("Something deep.");
        assertThat(deep.text().orElseThrow()).content().startsWith("Something deep.");
        assertThat(deep.size()).isEqualTo(15);
        assertThat(deep.sha256()).isEqualTo("ee8cd7bc807ed172809458ffc489012a35ae3ac1810c2d59cee8ce1b214aa082");
    }

    @Test
    void aFileWithoutBytesIsEmpty() throws Exception {
        ExtractedItem nothing = extract("nothing.doc", new byte[0]).root();

        assertThat(nothing.outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(nothing.reason()).isEqualTo("the file has no bytes");
    }

    @Test
    void aTextThatOnlyItsNameCallsAMessageIsRead() throws Exception {
        ExtractedItem note = extract("note.eml", "Call the landlord about the roof.\n".getBytes(StandardCharsets.UTF_8))
                .root();
        assertThat(note.outcome()).isEqualTo(Outcome.EXTRACTED);
        assertThat(note.mediaType()).startsWith("text/plain");
        assertThat(note.text().orElseThrow()).content().startsWith("Call the landlord");
        ExtractedItem mail = extract(
                        "mail.eml",
                        "\nSubject: Roof\nFrom: a@docket.example\n\nIt leaks.\n".getBytes(StandardCharsets.UTF_8))
                .root();
        assertThat(mail.mediaType()).isEqualTo("message/rfc822");
        assertThat(mail.text().orElseThrow()).content().contains("It leaks.");
    }

    @Test
    void wideTextIsReadWithoutAMark() throws Exception {
        String words = "Это договор аренды и его условия.\n".repeat(10);
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            for (String name : List.of("contract.txt", "contract")) {
                Path file = Files.write(directory.resolve(name), words.getBytes(charset));
                ExtractedItem item = extractor
                        .extract(ExtractionRequest.of(file, name, directory.resolve("wide-" + charset + name)))
                        .root();

                assertThat(item.outcome()).as(charset + " " + name).isEqualTo(Outcome.EXTRACTED);
                assertThat(item.text().orElseThrow()).content().startsWith("Это договор аренды");
            }
        }
        Path nothing = Files.write(directory.resolve("nothing.txt"), new byte[5_000]);
        assertThat(extractor
                        .extract(ExtractionRequest.of(nothing, "nothing.txt", directory.resolve("nothing")))
                        .root()
                        .characters())
                .isZero();
    }

    @Test
    void aKnownHashIsNotWorkedOutAgain() throws Exception {
        Path file = Files.writeString(directory.resolve("known.txt"), "Known words.");
        ExtractionRequest request = ExtractionRequest.of(file, "known.txt", directory.resolve("known"));

        assertThat(extractor.extract(request).root().sha256()).hasSize(64);
        assertThat(extractor.extract(request.withSha256("ab".repeat(32))).root().sha256())
                .isEqualTo("ab".repeat(32));
    }

    @Test
    void aMissingFileIsAFaultOfTheMachineAndNotAnOutcome() {
        ExtractionRequest request = ExtractionRequest.of(directory.resolve("gone"), "gone", directory.resolve("out"));

        assertThatThrownBy(() -> extractor.extract(request)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void namesInAnyScriptAndWithDotsNeverBecomePaths() throws Exception {
        ExtractionResult family =
                extract("契約 № 1.zip", zip(Map.of("../../etc/övrigt.txt", "plain".getBytes(StandardCharsets.UTF_8))));

        assertThat(family.items()).hasSize(2);
        assertThat(family.items().getLast().name()).isEqualTo("../../etc/övrigt.txt");
        assertThat(family.items().getLast().content().orElseThrow().normalize()).startsWith(directory.toAbsolutePath());
    }

    private ExtractionResult extract(String name, byte[] bytes) throws IOException, InterruptedException {
        Path file = directory.resolve(List.of(name.split("/")).getLast());
        Files.write(file, bytes);
        return extractor.extract(ExtractionRequest.of(file, name, directory.resolve("out")));
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
