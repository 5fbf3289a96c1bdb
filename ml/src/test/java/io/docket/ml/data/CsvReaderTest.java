package io.docket.ml.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {

    @TempDir
    private Path folder;

    @Test
    void readsQuotesCommasAndLineBreaks() throws IOException {
        assertThat(rows("text,label\r\n\"a, \"\"b\"\"\nc\",x\r\nplain,\r\n"))
                .containsExactly(List.of("a, \"b\"\nc", "x"), List.of("plain", ""));
    }

    @Test
    void readsWithoutFinalLineBreakAndWithByteOrderMark() throws IOException {
        assertThat(rows("\uFEFFtext,label\na,b")).containsExactly(List.of("a", "b"));
    }

    @Test
    void skipsEmptyLines() throws IOException {
        assertThat(rows("text,label\n\na,b\n\n")).containsExactly(List.of("a", "b"));
    }

    @Test
    void readsGzip() throws IOException {
        Path file = folder.resolve("rows.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("text,label\nä,b\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(rows(file)).containsExactly(List.of("ä", "b"));
    }

    @Test
    void namesRowColumnAndRemedyOfAnOpenQuote() {
        assertThatThrownBy(() -> rows("text,label\na,b\nc,\"d\n"))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("rows.csv, row 3, column 2: a quoted cell does not end")
                .hasMessageContaining("close it");
    }

    @Test
    void refusesTextAfterAClosingQuote() {
        assertThatThrownBy(() -> rows("text,label\n\"a\"b,c\n"))
                .hasMessageContaining("row 2, column 1: text follows the closing quote");
    }

    @Test
    void refusesAQuoteInsideAPlainCell() {
        assertThatThrownBy(() -> rows("text,label\na\"b,c\n")).hasMessageContaining("row 2, column 1");
    }

    @Test
    void namesARowWithTooManyCells() {
        assertThatThrownBy(() -> rows("text,label\na,b\na,b,c\n"))
                .hasMessageContaining("row 3: it has 3 cells where the header has 2");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> rows("")).hasMessageContaining("the file is empty");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "text,label\nM\u00fcller,x\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> rows(file)).isInstanceOf(CsvException.class).hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesPlainTextNamedGz() throws IOException {
        Path file = folder.resolve("rows.csv.gz");
        Files.writeString(file, "text,label\na,b\n");
        assertThatThrownBy(() -> rows(file)).hasMessageContaining("no gzip file");
    }

    private List<List<String>> rows(String content) throws IOException {
        Path file = folder.resolve("rows.csv");
        Files.writeString(file, content);
        return rows(file);
    }

    private static List<List<String>> rows(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = CsvReader.open(file)) {
            for (Optional<List<String>> row = reader.next(); row.isPresent(); row = reader.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }
}
