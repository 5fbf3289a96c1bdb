package io.docket.web.export;

import io.docket.web.search.CsvLine;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The load files of a production, written beside the archive while it grows: Concordance DAT (UTF-8; fields between
 * {@code þ}, separated by U+0014, line breaks inside values as {@code ®}), the same as CSV, and the hashes of all files.
 */
final class LoadFiles implements Closeable {
    private static final char QUOTE = '\u00FE';
    private static final char SEPARATOR = '\u0014';
    private static final char LINE_BREAK = '\u00AE';
    private static final List<String> FIELDS = List.of(
            "BEGDOC",
            "ENDDOC",
            "BEGATTACH",
            "ENDATTACH",
            "CUSTODIAN",
            "FILENAME",
            "FILEPATH",
            "TITLE",
            "AUTHOR",
            "DOCDATE",
            "MEDIATYPE",
            "FILESIZE",
            "SHA256");

    private final Path concordance;
    private final Path csv;
    private final Path hashes;
    private final Writer concordanceWriter;
    private final Writer csvWriter;
    private final Writer hashWriter;
    private final List<String> tagSets;

    /**
     * Begins the files.
     *
     * @param folder where they are written
     * @param tagSets names of the tag sets by key; each becomes a field
     */
    LoadFiles(Path folder, Map<String, String> tagSets) throws IOException {
        this.tagSets = List.copyOf(tagSets.keySet());
        concordance = folder.resolve("loadfile.dat");
        csv = folder.resolve("loadfile.csv");
        hashes = folder.resolve("hashes.csv");
        concordanceWriter = writer(concordance);
        csvWriter = writer(csv);
        hashWriter = writer(hashes);
        List<String> heading = new ArrayList<>(FIELDS);
        heading.addAll(tagSets.values());
        heading.add("NATIVELINK");
        heading.add("TEXTLINK");
        line(heading);
        hashWriter.write(CsvLine.of(List.of("File", "SHA-256")));
    }

    private static Writer writer(Path file) throws IOException {
        BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        writer.write(CsvLine.BYTE_ORDER_MARK);
        return writer;
    }

    /**
     * Adds a document.
     *
     * @param number its number; each document has one
     * @param firstOfFamily number of the family's first document that is produced
     * @param lastOfFamily number of the last; the same as the first for a document alone
     * @param tags its tags by key of the set
     * @param nativeLink the original in the archive; empty for none
     * @param textLink the text in the archive; empty for none
     */
    void add(
            ProducedDocument document,
            String number,
            String firstOfFamily,
            String lastOfFamily,
            Map<String, ? extends java.util.Collection<String>> tags,
            String nativeLink,
            String textLink)
            throws IOException {
        boolean alone = firstOfFamily.equals(lastOfFamily);
        List<String> values = new ArrayList<>(List.of(
                number,
                number,
                alone ? "" : firstOfFamily,
                alone ? "" : lastOfFamily,
                document.custodian(),
                document.name(),
                document.path(),
                document.title(),
                document.author(),
                document.date().map(Object::toString).orElse(""),
                document.mediaType(),
                Long.toString(document.size()),
                document.bytes().hex()));
        for (String set : tagSets) {
            values.add(
                    tags.containsKey(set)
                            ? String.join("; ", tags.get(set).stream().sorted().toList())
                            : "");
        }
        values.add(nativeLink);
        values.add(textLink);
        line(values);
    }

    /** Notes the hash of a file of the archive. */
    void hash(String file, String sha256) throws IOException {
        hashWriter.write(CsvLine.of(List.of(file, sha256)));
    }

    private void line(List<String> values) throws IOException {
        StringBuilder line = new StringBuilder();
        for (String value : values) {
            if (!line.isEmpty()) {
                line.append(SEPARATOR);
            }
            line.append(QUOTE)
                    .append(value.replace("\r\n", "\n")
                            .replace('\n', LINE_BREAK)
                            .replace('\r', LINE_BREAK)
                            .replace(QUOTE, 't')
                            .replace(SEPARATOR, ' '))
                    .append(QUOTE);
        }
        concordanceWriter.write(line.append("\r\n").toString());
        csvWriter.write(CsvLine.of(values));
    }

    /** Ends the files and returns them; nothing can be added afterwards. */
    List<Path> finish() throws IOException {
        concordanceWriter.flush();
        csvWriter.flush();
        hashWriter.flush();
        return List.of(concordance, csv, hashes);
    }

    @Override
    public void close() throws IOException {
        try (concordanceWriter;
                csvWriter) {
            hashWriter.close();
        }
    }
}
