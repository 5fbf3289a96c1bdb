package io.docket.ml.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledCsvTest {

    @TempDir
    private Path folder;

    @Test
    void takesColumnsInAnyOrderAndNamesRowsByPlace() throws IOException {
        Path file = write("label,extra,text\nspam,1,buy now\n");
        assertThat(LabelledCsv.read(file, LabelMode.SINGLE))
                .containsExactly(new LabelledText("rows.csv:2", "buy now", "spam"));
    }

    @Test
    void readsAHeaderAsASpreadsheetWritesIt() throws IOException {
        Path file = write("ID, Text ,LABEL\n7,buy now,spam\n");
        assertThat(LabelledCsv.read(file, LabelMode.SINGLE)).containsExactly(new LabelledText("7", "buy now", "spam"));
    }

    @Test
    void splitsTheCellOfAMultiLabelFile() throws IOException {
        Path file = write("id,text,label\n7,one,a| b \n8,two,\n");
        assertThat(LabelledCsv.read(file, LabelMode.MULTI))
                .containsExactly(
                        new LabelledText("7", "one", List.of("a", "b")), new LabelledText("8", "two", List.of()));
    }

    @Test
    void refusesAnEmptyLabel() throws IOException {
        Path file = write("text,label\none,a\ntwo, \n");
        assertThatThrownBy(() -> LabelledCsv.read(file, LabelMode.SINGLE))
                .hasMessageContaining("row 3, column 2: the label is empty");
    }

    @Test
    void refusesAHeaderWithoutTheColumns() throws IOException {
        Path file = write("body,category\none,a\n");
        assertThatThrownBy(() -> LabelledCsv.read(file, LabelMode.SINGLE))
                .hasMessageContaining("'body,category'")
                .hasMessageContaining("no column 'text'");
    }

    @Test
    void refusesAFileWithoutRows() throws IOException {
        Path file = write("text,label\n");
        assertThatThrownBy(() -> LabelledCsv.read(file, LabelMode.SINGLE)).hasMessageContaining("no rows");
    }

    @Test
    void readsUnlabelledTextsOfBothSortsAgainAndAgain() throws IOException {
        Path csv = write("text\none\ntwo\n");
        Path plain = folder.resolve("more.txt");
        Files.writeString(plain, "three\nstill three\n\nfour\n");
        for (int pass = 0; pass < 2; pass++) {
            try (Stream<String> texts = TextFiles.of(List.of(csv, plain)).open()) {
                assertThat(texts).containsExactly("one", "two", "three\nstill three", "four");
            }
        }
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), content);
    }
}
