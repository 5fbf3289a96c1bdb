package io.docket.web.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Sets a text on A4 pages. */
final class DemoPdf {

    private static final float MARGIN = 64;
    private static final float SIZE = 11;
    private static final float LEADING = 15;

    private DemoPdf() {}

    /** The bytes of a PDF file, closed by a password when one is given. */
    static byte[] write(DemoText text, Optional<String> password) {
        try (PDDocument document = new PDDocument()) {
            PDFont body = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);
            PDFont bold = new PDType1Font(Standard14Fonts.FontName.TIMES_BOLD);
            describe(document, text);
            document.setDocumentId((long) text.hashCode());
            Page page = new Page(document);
            page.lines(wrap(text.title(), bold, SIZE + 4), bold, SIZE + 4);
            for (String paragraph : text.paragraphs()) {
                page.lines(wrap(paragraph, body, SIZE), body, SIZE);
            }
            page.close();
            if (password.isPresent()) {
                document.protect(new StandardProtectionPolicy(password.get(), password.get(), new AccessPermission()));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("The demo text “" + text.title() + "” could not become a PDF file", e);
        }
    }

    private static void describe(PDDocument document, DemoText text) {
        PDDocumentInformation information = document.getDocumentInformation();
        information.setTitle(text.title());
        information.setAuthor(text.author());
        Calendar created = GregorianCalendar.from(text.written().atZone(ZoneOffset.UTC));
        information.setCreationDate(created);
        information.setModificationDate(created);
    }

    private static List<String> wrap(String text, PDFont font, float size) throws IOException {
        float width = PDRectangle.A4.getWidth() - 2 * MARGIN;
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : encodable(text).split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && font.getStringWidth(longer) / 1000 * size > width) {
                lines.add(line.toString());
                line = new StringBuilder(word);
            } else {
                line = new StringBuilder(longer);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** The built-in fonts know Western European letters only; “Kraków” keeps its accent, “Łódź” would not. */
    private static String encodable(String text) {
        return text.replaceAll("[^\\u0020-\\u007e\\u00a0-\\u00ff“”’–—•…]", "?");
    }

    /** Writes down the page and turns it when it is full. */
    private static final class Page {
        private final PDDocument document;
        private PDPageContentStream content;
        private float height;

        Page(PDDocument document) throws IOException {
            this.document = document;
            turn();
        }

        private void turn() throws IOException {
            close();
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            content = new PDPageContentStream(document, page);
            height = PDRectangle.A4.getHeight() - MARGIN;
        }

        void lines(List<String> lines, PDFont font, float size) throws IOException {
            for (String line : lines) {
                if (height < MARGIN) {
                    turn();
                }
                content.beginText();
                content.setFont(font, size);
                content.newLineAtOffset(MARGIN, height);
                content.showText(line);
                content.endText();
                height -= LEADING;
            }
            height -= LEADING / 2;
        }

        void close() throws IOException {
            if (content != null) {
                content.close();
            }
        }
    }
}
