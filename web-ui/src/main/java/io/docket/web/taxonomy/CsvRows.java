package io.docket.web.taxonomy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads comma-separated values (RFC 4180) row by row and survives bad rows: a row with broken quoting is handed out as
 * such, and reading goes on with the next line. Not thread-safe.
 */
final class CsvRows {
    /** A quoted field that goes on for more lines than this has lost its closing quote. */
    private static final int MOST_LINES_IN_A_FIELD = 100;

    private final BufferedReader reader;
    private final Deque<String> returned = new ArrayDeque<>();
    private int line;

    CsvRows(Reader reader) {
        this.reader = new BufferedReader(reader);
    }

    /** The next row that is not blank; empty at the end. */
    Optional<Row> next() throws IOException {
        for (String text = nextLine(); text != null; text = nextLine()) {
            String first = line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (!first.isBlank()) {
                return Optional.of(row(first));
            }
        }
        return Optional.empty();
    }

    private Row row(String first) throws IOException {
        int start = line;
        List<String> further = new ArrayList<>();
        FieldParser parser = new FieldParser();
        parser.feed(first);
        while (parser.inQuotes() && further.size() < MOST_LINES_IN_A_FIELD) {
            String next = nextLine();
            if (next == null) {
                break;
            }
            further.add(next);
            parser.feed(next);
        }
        if (parser.misplacedQuote()) {
            giveBack(further);
            return new Row.Broken(
                    start, "a quote stands inside a field: quote the whole field and double the quotes in it");
        }
        if (parser.inQuotes()) {
            giveBack(further);
            return new Row.Broken(
                    start, "a quote is opened and never closed: close it, or double it inside a quoted field");
        }
        return new Row.Fields(start, parser.fields());
    }

    /** Lines that were taken for the inside of a broken quoted field are rows of their own. */
    private void giveBack(List<String> lines) {
        for (String text : lines.reversed()) {
            returned.addFirst(text);
        }
        line -= lines.size();
    }

    private String nextLine() throws IOException {
        String text = returned.isEmpty() ? reader.readLine() : returned.removeFirst();
        if (text != null) {
            line++;
        }
        return text;
    }

    private static final class FieldParser {
        private final List<String> fields = new ArrayList<>();
        private final StringBuilder field = new StringBuilder();
        private boolean quoted;
        private boolean closed;
        private boolean misplaced;

        void feed(String text) {
            if (quoted) {
                field.append('\n');
            }
            for (int i = 0; i < text.length() && !misplaced; i++) {
                char c = text.charAt(i);
                if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    take(c);
                }
            }
            if (!quoted) {
                end();
            }
        }

        private void take(char c) {
            if (quoted) {
                if (c == '"') {
                    quoted = false;
                    closed = true;
                } else {
                    field.append(c);
                }
            } else if (c == ',') {
                end();
            } else if (c == '"' && field.isEmpty() && !closed) {
                quoted = true;
            } else if (c == '"' || closed) {
                misplaced = true;
            } else {
                field.append(c);
            }
        }

        private void end() {
            fields.add(field.toString());
            field.setLength(0);
            closed = false;
        }

        boolean inQuotes() {
            return quoted;
        }

        boolean misplacedQuote() {
            return misplaced;
        }

        List<String> fields() {
            return fields;
        }
    }

    /** One row. */
    sealed interface Row {
        /** Number of its first line in the file, from 1. */
        int line();

        /** A row that could be read. */
        record Fields(int line, List<String> values) implements Row {
            public Fields {
                values = List.copyOf(values);
            }
        }

        /** A row that could not be read, and why. */
        record Broken(int line, String reason) implements Row {}
    }
}
