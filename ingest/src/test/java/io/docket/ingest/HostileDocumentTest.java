package io.docket.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Documents made to harm a parser. The network namespace is off here, so that what keeps the documents from calling out
 * is the configuration of the parsers and not the wall around them.
 */
class HostileDocumentTest {
    private static final String BILLION_LAUGHS = """
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol lol lol lol lol lol lol lol lol lol">
            <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
            <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
            <!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
            <!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]><lolz>&h;</lolz>""";

    private static Extractor extractor;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        ExtractorSettings defaults = ExtractorSettings.defaults();
        extractor = new Extractor(new ExtractorSettings(
                1,
                0,
                ExtractionLimits.defaults().withProgressTime(Duration.ofSeconds(20)),
                defaults.javaExecutable(),
                defaults.classPath(),
                defaults.scratchDirectory(),
                false));
    }

    @AfterAll
    static void stop() {
        extractor.close();
    }

    @Test
    void externalEntitiesAreNeitherFetchedNorRead() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret.txt"), "the secret words");
        try (ServerSocketChannel listener = FaultTest.listener()) {
            String web = "http://127.0.0.1:" + FaultTest.port(listener) + "/";
            String prologue = "<?xml version=\"1.0\"?><!DOCTYPE r SYSTEM \"" + web + "a.dtd\" [<!ENTITY % p SYSTEM \""
                    + web + "b.dtd\"> %p; <!ENTITY x SYSTEM \"" + web + "c\"><!ENTITY f SYSTEM \"" + secret.toUri()
                    + "\">]>";
            Map<String, byte[]> documents = new LinkedHashMap<>();
            documents.put("entities.xml", utf8(prologue + "<r>&x;&f;</r>"));
            documents.put(
                    "picture.svg",
                    utf8(prologue + "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>&f;&x;</text></svg>"));
            documents.put("letter.docx", docx(prologue + wordBody("&f;&x;")));
            documents.put("letter.odt", odt(prologue + openDocumentBody("&f;&x;")));
            documents.put("flat.fodt", utf8(prologue + openDocumentBody("&f;&x;")));
            documents.put(
                    "page.xhtml",
                    utf8(prologue + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>&f;&x;<img src=\"" + web
                            + "i.png\"/></body></html>"));
            documents.put(
                    "page.html",
                    utf8("<html><head><link rel=stylesheet href='" + web + "s.css'></head><body><iframe src='" + web
                            + "f'></iframe>plain words</body></html>"));

            for (Map.Entry<String, byte[]> document : documents.entrySet()) {
                for (ExtractedItem item :
                        extract(document.getKey(), document.getValue()).items()) {
                    assertThat(item.outcome()).as(item.path()).isIn(Outcome.EXTRACTED, Outcome.EMPTY, Outcome.CORRUPT);
                    if (item.text().isPresent()) {
                        assertThat(item.text().get()).content().as(item.path()).doesNotContain("secret words");
                    }
                }
            }
            assertThat(listener.accept()).as("a connection made by a parser").isNull();
        }
    }

    /** So that the test above cannot pass because nobody looks into XFA forms. */
    @Test
    void formsInsidePdfFilesAreRead() throws Exception {
        ExtractedItem item = extract("form.pdf", formPdf("", "plain value")).root();

        assertThat(item.text().orElseThrow()).content().contains("plain value");
    }

    @Test
    void entitiesThatMultiplyAreRefused() throws Exception {
        for (Map.Entry<String, byte[]> document : Map.of(
                        "laughs.xml", utf8(BILLION_LAUGHS),
                        "laughs.docx", docx(BILLION_LAUGHS),
                        "laughs.odt", odt(BILLION_LAUGHS))
                .entrySet()) {
            ExtractedItem item = extract(document.getKey(), document.getValue()).root();

            assertThat(item.outcome()).as(item.path()).isIn(Outcome.CORRUPT, Outcome.EMPTY, Outcome.EXTRACTED);
            assertThat(item.characters()).as(item.path()).isLessThan(1_000_000);
        }
    }

    @Test
    void anArchiveThatExpandsBeyondTheRatioIsStopped() throws Exception {
        Path bomb = directory.resolve("bomb.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
            out.putNextEntry(new ZipEntry("note.txt"));
            out.write(utf8("Look inside."));
            out.putNextEntry(new ZipEntry("zeros.bin"));
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 300; i++) {
                out.write(zeros);
            }
        }
        ExtractionResult family = extractor.extract(ExtractionRequest.of(bomb, "bomb.zip", directory.resolve("out")));

        assertThat(family.root().outcome()).isEqualTo(Outcome.TOO_LONG);
        assertThat(family.root().reason()).contains("items after 1 were left out");
        assertThat(family.items()).hasSize(2);
        assertThat(bytesBelow(directory.resolve("out"))).isLessThan(10_000);
    }

    @Test
    void nestingStopsAtTheLimitOfDepth() throws Exception {
        byte[] nested = utf8("The innermost words.");
        for (int level = 40; level > 0; level--) {
            nested = zip(Map.of(level == 40 ? "innermost.txt" : "level" + level + ".zip", nested));
        }
        ExtractionResult family = extract("deep.zip", nested);

        assertThat(family.items()).hasSize(17);
        assertThat(family.items().getLast().outcome()).isEqualTo(Outcome.TOO_LONG);
        assertThat(family.items().getLast().reason()).contains("deeper than the limit");
        assertThat(family.items().subList(0, 16))
                .extracting(ExtractedItem::outcome)
                .containsOnly(Outcome.EXTRACTED);
    }

    /** Many names for the same compressed bytes: 40 KB that claim to be 20 GB. */
    @Test
    void anArchiveWhoseEntriesOverlapIsStopped() throws Exception {
        Path bomb = Files.write(directory.resolve("overlap.zip"), overlapping(10 << 20, 2_000));
        assertThat(Files.size(bomb)).isLessThan(200_000);
        long begin = System.nanoTime();
        ExtractionResult family =
                extractor.extract(ExtractionRequest.of(bomb, "overlap.zip", directory.resolve("out")));

        assertThat(family.root().outcome()).isIn(Outcome.TOO_LONG, Outcome.CORRUPT);
        assertThat(bytesBelow(directory.resolve("out")))
                .isLessThan(ExtractionLimits.FREE_EXPANSION.bytes() + (64L << 20));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(5));
        theNextDocumentIsFine();
    }

    /** Each archive alone stays below the limit; together they do not. */
    @Test
    void archivesInArchivesShareOneBudget() throws Exception {
        byte[] zeros = zip(Map.of("zeros.bin", new byte[32 << 20]));
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 16; i++) {
            many.put("inner-" + i + ".zip", zip(Map.of("n" + i + ".txt", utf8("Number " + i), "z.zip", zeros)));
        }
        ExtractionResult family = extract("nested.zip", zip(many));

        assertThat(family.items()).extracting(ExtractedItem::outcome).contains(Outcome.TOO_LONG);
        assertThat(bytesBelow(directory.resolve("out-nested.zip")))
                .isLessThan(ExtractionLimits.FREE_EXPANSION.bytes() + (64L << 20));
        assertThat(family.items())
                .filteredOn(item -> item.name().startsWith("n") && item.name().endsWith(".txt"))
                .as("what is harmless beside them is read")
                .hasSize(16)
                .allMatch(item -> item.outcome() == Outcome.EXTRACTED);
        theNextDocumentIsFine();
    }

    @Test
    void whatNestsWithoutEndTakesNothingAlong() throws Exception {
        Map<String, String> documents = Map.of(
                "deep.html", "<html><body>" + "<div>".repeat(200_000) + "words",
                "deep.xml", "<r>" + "<a>".repeat(200_000) + "words",
                "deep.rtf", "{\\rtf1 " + "{".repeat(200_000) + "words",
                "loop.pdf",
                        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                                + "2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>endobj\n"
                                + "trailer<</Root 1 0 R>>\n%%EOF\n",
                "deep.json", "[".repeat(200_000) + "1");
        for (Map.Entry<String, String> document : documents.entrySet()) {
            ExtractedItem item =
                    extract(document.getKey(), utf8(document.getValue())).root();

            assertThat(item.outcome()).as(item.path()).isNotIn(Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY);
            theNextDocumentIsFine();
        }
    }

    private void theNextDocumentIsFine() throws Exception {
        ExtractedItem next = extract("next.txt", utf8("All is well.")).root();
        assertThat(next.outcome()).isEqualTo(Outcome.EXTRACTED);
    }

    /** An archive whose directory names one deflated entry of zeros again and again. */
    private static byte[] overlapping(int size, int names) throws IOException {
        byte[] single = zip(Map.of("zeros.bin", new byte[size]));
        ByteBuffer source = ByteBuffer.wrap(single).order(ByteOrder.LITTLE_ENDIAN);
        int end = single.length - 22;
        int directory = source.getInt(end + 16);
        int length = end - directory;
        ByteBuffer bomb = ByteBuffer.allocate(directory + names * length + 22).order(ByteOrder.LITTLE_ENDIAN);
        bomb.put(single, 0, directory);
        for (int i = 0; i < names; i++) {
            byte[] entry = Arrays.copyOfRange(single, directory, end);
            byte[] name = String.format(Locale.ROOT, "%09d", i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(name, 0, entry, 46, name.length);
            bomb.put(entry);
        }
        bomb.put(single, end, 22);
        bomb.putShort(bomb.position() - 14, (short) names);
        bomb.putShort(bomb.position() - 12, (short) names);
        bomb.putInt(bomb.position() - 10, names * length);
        bomb.putInt(bomb.position() - 6, directory);
        return bomb.array();
    }

    @Test
    void aFileLargerThanTheLimitIsNotOpened() throws Exception {
        ExtractionLimits small = extractor.settings().limits().withFileSize(new ByteSize(100));
        Path file = Files.write(directory.resolve("large.txt"), new byte[101]);
        ExtractedItem item = extractor
                .extract(ExtractionRequest.of(file, "large.txt", directory.resolve("out"))
                        .withLimits(small))
                .root();

        assertThat(item.outcome()).isEqualTo(Outcome.TOO_LONG);
        assertThat(item.reason()).isEqualTo("the file has 101 bytes; the limit is 100 bytes");
    }

    private ExtractionResult extract(String name, byte[] bytes) throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve(name), bytes);
        return extractor.extract(ExtractionRequest.of(file, name, directory.resolve("out-" + name)));
    }

    private static long bytesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    static String wordBody(String text) {
        return "<w:document"
                + " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>"
                + text + "</w:t></w:r></w:p></w:body></w:document>";
    }

    private static String openDocumentBody(String text) {
        return "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text><text:p>"
                + text
                + "</text:p></office:text></office:body></office:document-content>";
    }

    static byte[] docx(String document) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(
                "[Content_Types].xml",
                utf8("<?xml version=\"1.0\"?><Types"
                        + " xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default"
                        + " Extension=\"rels\""
                        + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override"
                        + " PartName=\"/word/document.xml\" ContentType=\"application/vnd."
                        + "openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"));
        parts.put(
                "_rels/.rels",
                utf8("<?xml version=\"1.0\"?><Relationships"
                        + " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship"
                        + " Id=\"r1\""
                        + " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\""
                        + " Target=\"word/document.xml\"/></Relationships>"));
        parts.put("word/document.xml", utf8(document));
        return zip(parts);
    }

    /** A page with an XFA form, the way in of CVE-2025-54988 and CVE-2025-66516. */
    static byte[] formPdf(String prologue, String value) {
        String form = prologue.replace("<!DOCTYPE r", "<!DOCTYPE xdp:xdp")
                + "<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"><template"
                + " xmlns=\"http://www.xfa.org/schema/xfa-template/2.8/\"><subform name=\"form1\"><field"
                + " name=\"f1\"><assist><toolTip>tip</toolTip></assist></field></subform></template><xfa:datasets"
                + " xmlns:xfa=\"http://www.xfa.org/schema/xfa-data/1.0/\"><xfa:data><form1><f1>"
                + value + "</f1></form1></xfa:data></xfa:datasets></xdp:xdp>";
        return utf8("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA 4 0 R/Fields[]>>>>\nendobj\n"
                + "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
                + "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>\nendobj\n"
                + "4 0 obj\n<</Length " + utf8(form).length + ">>\nstream\n" + form + "\nendstream\nendobj\n"
                + "trailer\n<</Root 1 0 R>>\n%%EOF\n");
    }

    private static byte[] odt(String content) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("mimetype", utf8("application/vnd.oasis.opendocument.text"));
        parts.put("content.xml", utf8(content));
        return zip(parts);
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
