package io.docket.web.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;

/** Turns texts into files. The same text gives the same bytes: times inside the files are those of the text. */
final class DemoRenderer {

    private static final DateTimeFormatter MAIL_DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private DemoRenderer() {}

    static byte[] render(DemoText text, DemoFormat format) {
        return switch (format) {
            case PDF -> DemoPdf.write(text, Optional.empty());
            case DOCX -> docx(text);
            case EML -> mail(text, Map.of());
            case HTML -> html(text).getBytes(StandardCharsets.UTF_8);
            case TXT -> plain(text).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String plain(DemoText text) {
        return text.title() + "\n\n" + String.join("\n\n", text.paragraphs()) + "\n";
    }

    private static String html(DemoText text) {
        StringBuilder page = new StringBuilder(
                        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<title>")
                .append(escape(text.title()))
                .append("</title>\n<meta name=\"author\" content=\"")
                .append(escape(text.author()))
                .append("\">\n</head>\n<body>\n<h1>")
                .append(escape(text.title()))
                .append("</h1>\n");
        text.paragraphs()
                .forEach(paragraph ->
                        page.append("<p>").append(escape(paragraph)).append("</p>\n"));
        return page.append("</body>\n</html>\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** A mail with a text body and attachments by file name, in the order of the map. */
    static byte[] mail(DemoText text, Map<String, byte[]> attachments) {
        String boundary = "docket-" + Integer.toHexString(text.title().hashCode());
        String address = text.author().toLowerCase(Locale.ROOT).replace(' ', '.') + "@customer.example";
        StringBuilder mail = new StringBuilder();
        line(mail, "From: " + text.author() + " <" + address + ">");
        line(mail, "To: Support <support@vigil.example>");
        line(mail, "Subject: =?UTF-8?B?" + base64(text.title().getBytes(StandardCharsets.UTF_8), false) + "?=");
        line(mail, "Date: " + MAIL_DATE.format(text.written().atOffset(ZoneOffset.UTC)));
        line(mail, "Message-ID: <" + Integer.toHexString(text.hashCode()) + "@customer.example>");
        line(mail, "MIME-Version: 1.0");
        String body = String.join("\r\n\r\n", text.paragraphs());
        if (attachments.isEmpty()) {
            line(mail, "Content-Type: text/plain; charset=UTF-8");
            line(mail, "Content-Transfer-Encoding: 8bit");
            line(mail, "");
            line(mail, body);
            return mail.toString().getBytes(StandardCharsets.UTF_8);
        }
        line(mail, "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"");
        line(mail, "");
        line(mail, "--" + boundary);
        line(mail, "Content-Type: text/plain; charset=UTF-8");
        line(mail, "Content-Transfer-Encoding: 8bit");
        line(mail, "");
        line(mail, body);
        attachments.forEach((name, bytes) -> {
            line(mail, "--" + boundary);
            line(mail, "Content-Type: application/octet-stream; name=\"" + name + "\"");
            line(mail, "Content-Disposition: attachment; filename=\"" + name + "\"");
            line(mail, "Content-Transfer-Encoding: base64");
            line(mail, "");
            line(mail, base64(bytes, true));
        });
        line(mail, "--" + boundary + "--");
        return mail.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder mail, String line) {
        mail.append(line).append("\r\n");
    }

    private static String base64(byte[] bytes, boolean lines) {
        return (lines ? Base64.getMimeEncoder() : Base64.getEncoder()).encodeToString(bytes);
    }

    private static byte[] docx(DemoText text) {
        try (XWPFDocument document = new XWPFDocument();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            document.getProperties().getCoreProperties().setCreator(text.author());
            document.getProperties().getCoreProperties().setTitle(text.title());
            document.getProperties().getCoreProperties().setCreated(Optional.of(date(text.written())));
            document.getProperties().getCoreProperties().setModified(Optional.of(date(text.written())));
            XWPFParagraph heading = document.createParagraph();
            heading.setAlignment(ParagraphAlignment.CENTER);
            XWPFRun title = heading.createRun();
            title.setBold(true);
            title.setFontSize(16);
            title.setText(text.title());
            for (String paragraph : text.paragraphs()) {
                document.createParagraph().createRun().setText(paragraph);
            }
            document.write(bytes);
            return withTime(bytes.toByteArray(), text.written());
        } catch (IOException e) {
            throw new UncheckedIOException("The demo text “" + text.title() + "” could not become a DOCX file", e);
        }
    }

    private static Date date(LocalDateTime time) {
        return Date.from(time.toInstant(ZoneOffset.UTC));
    }

    /** Copies an archive with one time for all its entries: the library stamps them with the clock. */
    private static byte[] withTime(byte[] archive, LocalDateTime time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(time);
                out.putNextEntry(copy);
                in.transferTo(out);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** An archive of files, in order. */
    static byte[] zip(List<DemoFile> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (DemoFile file : files) {
                ZipEntry entry = new ZipEntry(file.path());
                entry.setTimeLocal(LocalDateTime.of(2025, 1, 1, 0, 0));
                out.putNextEntry(entry);
                out.write(file.content());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A demo archive could not be written", e);
        }
        return bytes.toByteArray();
    }
}
