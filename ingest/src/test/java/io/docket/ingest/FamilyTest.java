package io.docket.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ingest.mail.MailThreads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails with attachments, mailboxes, and passwords for whatever in a family is encrypted. */
class FamilyTest {
    private static Extractor extractor;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        extractor = new Extractor(ExtractorSettings.defaults().withWorkers(2).withSpareWorkers(0));
    }

    @AfterAll
    static void stop() {
        extractor.close();
    }

    @Test
    void aMailHasHeadersABodyAndAttachmentsOfItsOwn() throws Exception {
        ExtractionResult family =
                extract("reply.eml", utf8(mail("reply@shop.example", "first@shop.example")), List.of());

        ExtractedItem mail = family.root();
        assertThat(mail.outcome()).isEqualTo(Outcome.EXTRACTED);
        assertThat(mail.mediaType()).isEqualTo("message/rfc822");
        assertThat(mail.text().orElseThrow()).content().contains("The printer is on fire.");
        MailHeaders headers = mail.metadata().mail().orElseThrow();
        assertThat(headers.subject()).contains("Re: Größe");
        assertThat(headers.from()).containsExactly("Ann Example <ann@shop.example>");
        assertThat(headers.to()).containsExactly("bob@shop.example", "carl@shop.example");
        assertThat(headers.date()).contains(Instant.parse("2026-03-02T10:15:00Z"));
        assertThat(headers.messageId()).contains("reply@shop.example");
        assertThat(headers.inReplyTo()).containsExactly("first@shop.example");
        assertThat(headers.references()).containsExactly("oldest@shop.example", "first@shop.example");

        assertThat(family.items())
                .extracting(ExtractedItem::name)
                .containsExactly("reply.eml", "notes.txt", "more.zip", "inside.txt");
        assertThat(family.items().get(1).content().orElseThrow()).hasContent("Attached words.");
        assertThat(family.items().get(3).path()).isEqualTo("reply.eml/more.zip/inside.txt");

        MailThreads.Headers thread =
                new MailThreads.Headers("d", headers.messageId(), headers.inReplyTo(), headers.references());
        assertThat(MailThreads.threadKey(thread)).contains("oldest@shop.example");
    }

    @Test
    void aMailboxBecomesItsMails() throws Exception {
        String mailbox = "From ann@shop.example Mon Mar  2 10:15:00 2026\n" + mail("1@shop.example", "0@shop.example")
                + "\n\nFrom ann@shop.example Mon Mar  2 10:16:00 2026\n" + mail("2@shop.example", "1@shop.example")
                + "\n";

        ExtractionResult family = extract("archive.mbox", utf8(mailbox), List.of());

        assertThat(family.items().stream()
                        .flatMap(item -> item.metadata().mail().stream())
                        .flatMap(headers -> headers.messageId().stream()))
                .containsExactly("1@shop.example", "2@shop.example");
        assertThat(family.items()).hasSize(9);
    }

    @Test
    void passwordsOpenArchivesOfBothKindsOfEncryption() throws Exception {
        for (EncryptionMethod method : List.of(EncryptionMethod.AES, EncryptionMethod.ZIP_STANDARD)) {
            byte[] locked = encryptedZip(method, "sesame");

            ExtractionResult closed = extract("locked.zip", locked, List.of("wrong"));
            assertThat(closed.items())
                    .extracting(ExtractedItem::outcome)
                    .containsExactly(Outcome.ENCRYPTED, Outcome.ENCRYPTED);
            assertThat(closed.items().getLast().content()).isEmpty();

            ExtractionResult opened = extract("locked.zip", locked, List.of("wrong", "sesame"));
            assertThat(opened.items())
                    .extracting(ExtractedItem::outcome)
                    .containsExactly(Outcome.EXTRACTED, Outcome.EXTRACTED);
            assertThat(opened.items().getLast().text().orElseThrow()).content().startsWith("The locked words.");
        }
    }

    @Test
    void passwordsOpenOfficeDocuments() throws Exception {
        byte[] locked =
                encryptedOffice(HostileDocumentTest.docx(HostileDocumentTest.wordBody("Locked in Word.")), "sesame");

        assertThat(extract("locked.docx", locked, List.of()).root().outcome()).isEqualTo(Outcome.ENCRYPTED);
        ExtractedItem opened =
                extract("locked.docx", locked, List.of("wrong", "sesame")).root();
        assertThat(opened.outcome()).isEqualTo(Outcome.EXTRACTED);
        assertThat(opened.text().orElseThrow()).content().contains("Locked in Word.");
    }

    @Test
    void passwordsOpenSevenZipArchives() throws Exception {
        Path locked = directory.resolve("locked.7z");
        try (SevenZOutputFile out = new SevenZOutputFile(locked.toFile(), "sesame".toCharArray())) {
            for (String name : List.of("one.txt", "two.txt")) {
                SevenZArchiveEntry entry = new SevenZArchiveEntry();
                entry.setName(name);
                out.putArchiveEntry(entry);
                out.write(utf8("The locked words of " + name));
                out.closeArchiveEntry();
            }
        }
        ExtractionResult closed = extract("locked.7z", Files.readAllBytes(locked), List.of("wrong"));
        assertThat(closed.items()).extracting(ExtractedItem::name).containsExactly("locked.7z", "one.txt", "two.txt");
        assertThat(closed.items()).extracting(ExtractedItem::outcome).containsOnly(Outcome.ENCRYPTED);
        assertThat(closed.items())
                .extracting(ExtractedItem::reason)
                .containsOnly("encrypted, and no given password opens it");

        ExtractionResult opened = extract("locked.7z", Files.readAllBytes(locked), List.of("wrong", "sesame"));
        assertThat(opened.items())
                .as(opened.root().reason())
                .extracting(ExtractedItem::outcome)
                .containsOnly(Outcome.EXTRACTED);
        assertThat(opened.items().getLast().text().orElseThrow()).content().startsWith("The locked words of two.txt");
    }

    @Test
    void aStreamThatBreaksOffKeepsItsBeginning() throws Exception {
        StringBuilder words = new StringBuilder();
        Random random = new Random(20_261_128);
        while (words.length() < 200_000) {
            words.append(Integer.toString(random.nextInt(1 << 30), 36)).append(' ');
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(utf8(words.toString()));
        }
        byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);

        ExtractionResult family = extract("cut.txt.gz", cut, List.of());

        assertThat(family.items()).extracting(ExtractedItem::outcome).containsOnly(Outcome.CORRUPT);
        assertThat(family.root().reason()).startsWith("not all of its contents could be read");
        ExtractedItem beginning = family.items().getLast();
        assertThat(beginning.reason()).startsWith("only its beginning could be read");
        assertThat(beginning.characters()).isBetween(10_000L, 199_999L);
        assertThat(words)
                .startsWith(Files.readString(beginning.text().orElseThrow()).substring(0, 5_000));
    }

    @Test
    void whatLacksItsEndIsCorruptEvenWhereReadersArePatient() throws Exception {
        String rich = "{\\rtf1\\ansi Some words of rich text that go on.\\par And on.\\par}";
        assertThat(extract("whole.rtf", utf8(rich), List.of()).root().outcome()).isEqualTo(Outcome.EXTRACTED);
        ExtractedItem cut = extract("cut.rtf", utf8(rich.substring(0, rich.length() - 6)), List.of())
                .root();
        assertThat(cut.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(cut.reason()).isEqualTo("the end of the file is missing; read as far as possible");
        assertThat(cut.text().orElseThrow()).content().contains("Some words");
        byte[] form = HostileDocumentTest.formPdf("", "plain value");
        byte[] shorter = Arrays.copyOf(form, form.length - 10);
        assertThat(extract("cut.pdf", shorter, List.of()).root().outcome()).isEqualTo(Outcome.CORRUPT);
    }

    @Test
    void aTruncatedDocumentKeepsWhatCouldBeRead() throws Exception {
        byte[] whole = HostileDocumentTest.docx(HostileDocumentTest.wordBody("Some words before the cut."));
        byte[] cut = Arrays.copyOf(whole, whole.length - 100);

        assertThat(extract("cut.docx", cut, List.of()).root().outcome()).isEqualTo(Outcome.CORRUPT);
    }

    @Test
    void resultsAreTheSameWhenAskedAgain() throws Exception {
        byte[] mail = utf8(mail("a@shop.example", "b@shop.example"));

        List<String> first = describe(extract("again.eml", mail, List.of()));
        List<String> second = describe(extract("again.eml", mail, List.of()));

        assertThat(second).isEqualTo(first);
    }

    private static List<String> describe(ExtractionResult family) {
        return family.items().stream()
                .map(item -> item.position() + " " + item.path() + " " + item.outcome() + " " + item.sha256() + " "
                        + item.characters() + " " + item.metadata())
                .toList();
    }

    private ExtractionResult extract(String name, byte[] bytes, List<String> passwords)
            throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve(name), bytes);
        return extractor.extract(
                ExtractionRequest.of(file, name, directory.resolve("out")).withPasswords(passwords));
    }

    private static String mail(String id, String inReplyTo) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("inside.txt"));
            out.write(utf8("Words inside."));
        }
        return """
                From: Ann Example <ann@shop.example>
                To: bob@shop.example, carl@shop.example
                Subject: =?UTF-8?Q?Re:_Gr=C3=B6=C3=9Fe?=
                Date: Mon, 2 Mar 2026 10:15:00 +0000
                Message-ID: <%s>
                In-Reply-To: <%s>
                References: <oldest@shop.example> <%s>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="edge"

                --edge
                Content-Type: text/plain; charset=utf-8

                The printer is on fire.
                --edge
                Content-Type: text/plain; name="notes.txt"
                Content-Disposition: attachment; filename="notes.txt"

                Attached words.
                --edge
                Content-Type: application/zip
                Content-Disposition: attachment; filename="more.zip"
                Content-Transfer-Encoding: base64

                %s
                --edge--
                """.formatted(id, inReplyTo, inReplyTo, Base64.getMimeEncoder().encodeToString(zip.toByteArray()));
    }

    private byte[] encryptedZip(EncryptionMethod method, String password) throws IOException {
        Path file = directory.resolve("made-" + method + ".zip");
        ZipParameters parameters = new ZipParameters();
        parameters.setEncryptFiles(true);
        parameters.setEncryptionMethod(method);
        parameters.setFileNameInZip("locked.txt");
        try (ZipFile zip = new ZipFile(file.toFile(), password.toCharArray())) {
            zip.addStream(new ByteArrayInputStream(utf8("The locked words.")), parameters);
        }
        return Files.readAllBytes(file);
    }

    private static byte[] encryptedOffice(byte[] document, String password) throws Exception {
        try (POIFSFileSystem container = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword(password);
            try (OutputStream out = encryptor.getDataStream(container)) {
                out.write(document);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            container.writeFilesystem(bytes);
            return bytes.toByteArray();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
