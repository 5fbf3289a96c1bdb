package io.docket.web.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
    @Test
    void plainAndQuotedFields() throws IOException {
        assertThat(read("path,label\na.txt,nda\n\"b, c.txt\",\"the \"\"best\"\" one\"\n"))
                .containsExactly(
                        new CsvRows.Row.Fields(1, List.of("path", "label")),
                        new CsvRows.Row.Fields(2, List.of("a.txt", "nda")),
                        new CsvRows.Row.Fields(3, List.of("b, c.txt", "the \"best\" one")));
    }

    @Test
    void aQuotedFieldMaySpanLines() throws IOException {
        assertThat(read("a,\"two\nlines\"\nb,c"))
                .containsExactly(
                        new CsvRows.Row.Fields(1, List.of("a", "two\nlines")),
                        new CsvRows.Row.Fields(3, List.of("b", "c")));
    }

    @Test
    void byteOrderMarkWindowsLineEndsAndBlankLinesDoNotMatter() throws IOException {
        assertThat(read("\uFEFFpath,label\r\n\r\na.txt,nda\r\n"))
                .containsExactly(
                        new CsvRows.Row.Fields(1, List.of("path", "label")),
                        new CsvRows.Row.Fields(3, List.of("a.txt", "nda")));
    }

    @Test
    void anOpenQuoteCostsOneRowOnly() throws IOException {
        List<CsvRows.Row> rows = read("path,label\n\"a.txt,nda\nb.txt,lease\nc.txt,nda\n");

        assertThat(rows).hasSize(4);
        assertThat(rows.get(1)).isInstanceOf(CsvRows.Row.Broken.class);
        assertThat(rows.get(1).line()).isEqualTo(2);
        assertThat(rows.get(2)).isEqualTo(new CsvRows.Row.Fields(3, List.of("b.txt", "lease")));
        assertThat(rows.get(3)).isEqualTo(new CsvRows.Row.Fields(4, List.of("c.txt", "nda")));
    }

    @Test
    void aQuoteInsideAFieldCostsOneRowOnly() throws IOException {
        List<CsvRows.Row> rows = read("a \"b\".txt,nda\n\"c\"d.txt,nda\ne.txt,nda\n");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).isInstanceOf(CsvRows.Row.Broken.class);
        assertThat(rows.get(1)).isInstanceOf(CsvRows.Row.Broken.class);
        assertThat(rows.get(2)).isEqualTo(new CsvRows.Row.Fields(3, List.of("e.txt", "nda")));
    }

    private static List<CsvRows.Row> read(String text) throws IOException {
        CsvRows rows = new CsvRows(new StringReader(text));
        List<CsvRows.Row> all = new ArrayList<>();
        for (Optional<CsvRows.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
            all.add(row.get());
        }
        return all;
    }
}
