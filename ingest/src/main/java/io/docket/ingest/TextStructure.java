package io.docket.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where pages, slides, sheets, headings and tables lie in an extracted text, for highlights and navigation.
 *
 * @param spans in the order in which they begin
 */
public record TextStructure(List<Span> spans) {

    /** What a span of text is. */
    public enum SpanKind {
        /** A page of a paginated document. */
        PAGE,
        /** A slide of a presentation. */
        SLIDE,
        /** A sheet of a workbook. */
        SHEET,
        /** A heading; the number is its level. */
        HEADING,
        /** A table; rows end with a line feed and cells are separated by tabs. */
        TABLE
    }

    /**
     * A range of the text.
     *
     * @param kind what it is
     * @param number counted from 1 within its kind; for headings the level
     * @param start first character, in UTF-16 units from the beginning of the text
     * @param end one past the last character
     * @param label a sheet's name or a heading's words, at most 200 characters; otherwise empty
     */
    public record Span(SpanKind kind, int number, long start, long end, String label) {
        public Span {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(label, "label");
            if (start < 0 || end < start) {
                throw new IllegalArgumentException(
                        kind + " " + number + " ends before it starts: " + start + ".." + end);
            }
        }
    }

    public TextStructure {
        spans = List.copyOf(spans);
    }

    /** The spans of one kind. */
    public List<Span> of(SpanKind kind) {
        return spans.stream().filter(span -> span.kind() == kind).toList();
    }

    /** Reads a structure file. */
    public static TextStructure read(Path file) throws IOException {
        List<Span> spans = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.forEach(line -> {
                String[] fields = line.split("\t", 5);
                spans.add(new Span(
                        SpanKind.valueOf(fields[0]),
                        Integer.parseInt(fields[1]),
                        Long.parseLong(fields[2]),
                        Long.parseLong(fields[3]),
                        fields[4]));
            });
        }
        return new TextStructure(spans);
    }

    /** Writes a structure file: one span a line, fields separated by tabs. */
    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Span span : spans) {
            String label = span.label().replaceAll("\\s+", " ");
            lines.add(span.kind() + "\t" + span.number() + "\t" + span.start() + "\t" + span.end() + "\t" + label);
        }
        Files.write(file, lines, StandardCharsets.UTF_8);
    }
}
