package io.docket.ingest.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites an Office document that was saved as Strict Open XML (ISO/IEC 29500-1) as a transitional one (part 4), which
 * parsers know: the two differ in the names of namespaces and relationships, and in details that do not carry text.
 */
final class StrictOfficeDocument {
    private static final String STRICT = "http://purl.oclc.org/ooxml/";
    private static final Pattern FAMILY = Pattern.compile(
            Pattern.quote(STRICT) + "(wordprocessingml|spreadsheetml|presentationml|drawingml|officeDocument)/");

    /** A document that unpacks to more is not rewritten. */
    private static final long LARGEST = 256L * 1024 * 1024;

    private StrictOfficeDocument() {}

    /** Whether a failed parse says that the document is a strict one. */
    static boolean isReasonOf(Throwable failure) {
        return Failures.describe(failure).contains("Strict OOXML");
    }

    /**
     * Writes the transitional form of a document.
     *
     * @throws IOException when the document cannot be read or is too large for this
     */
    static void rewrite(Path strict, Path transitional) throws IOException {
        long left = LARGEST;
        try (ZipFile in = new ZipFile(strict.toFile());
                OutputStream file = Files.newOutputStream(transitional);
                ZipOutputStream out = new ZipOutputStream(file)) {
            Enumeration<? extends ZipEntry> entries = in.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                try (InputStream part = in.getInputStream(entry)) {
                    byte[] bytes = part.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
                    left -= bytes.length;
                    if (left < 0) {
                        throw new IOException("saved as Strict Open XML, and too large to be rewritten");
                    }
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(isXml(entry.getName()) ? transitional(bytes) : bytes);
                    out.closeEntry();
                }
            }
        }
    }

    private static boolean isXml(String name) {
        return name.endsWith(".xml") || name.endsWith(".rels");
    }

    /** The names are plain ASCII, so the bytes may be looked at as if each were a character. */
    private static byte[] transitional(byte[] xml) {
        String text = new String(xml, StandardCharsets.ISO_8859_1);
        if (!text.contains(STRICT)) {
            return xml;
        }
        String renamed = FAMILY.matcher(text)
                .replaceAll("http://schemas.openxmlformats.org/$1/2006/")
                .replace("/relationships/extendedProperties", "/relationships/extended-properties")
                .replace("/relationships/customProperties", "/relationships/custom-properties")
                .replace("/2006/extendedProperties", "/2006/extended-properties")
                .replace("/2006/customProperties", "/2006/custom-properties");
        return renamed.getBytes(StandardCharsets.ISO_8859_1);
    }
}
