package io.docket.ml.data;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Labelled rows from CSV: columns {@code text} and {@code label} in any order, others are ignored except {@code id}, which names
 * the rows (otherwise they are named by file and row number). In a multi-label file the cell holds the labels separated by
 * {@value #SEPARATOR}; an empty cell means that the text has none. Labels lose white space around them.
 */
public final class LabelledCsv {

    /** Between the labels of a multi-label cell. */
    public static final String SEPARATOR = "|";

    private LabelledCsv() {}

    /** Reads all rows. */
    public static List<LabelledText> read(Path file, LabelMode mode) throws IOException {
        List<LabelledText> rows = new ArrayList<>();
        try (CsvReader csv = CsvReader.open(file)) {
            int text = csv.column("text");
            int label = csv.column("label");
            OptionalInt id = csv.find("id");
            for (Optional<List<String>> cells = csv.next(); cells.isPresent(); cells = csv.next()) {
                String name = id.isPresent() && !cells.get().get(id.getAsInt()).isBlank()
                        ? cells.get().get(id.getAsInt())
                        : file.getFileName() + ":" + csv.row();
                rows.add(new LabelledText(name, cells.get().get(text), labels(csv, cells.get(), label, mode)));
            }
        }
        if (rows.isEmpty()) {
            throw new CsvException(file, "there are no rows below the header", "add rows of a text and its label");
        }
        return rows;
    }

    private static List<String> labels(CsvReader csv, List<String> cells, int column, LabelMode mode)
            throws CsvException {
        String cell = cells.get(column).strip();
        return switch (mode) {
            case SINGLE -> {
                if (cell.isEmpty()) {
                    throw csv.error(column, "the label is empty", "label the row or remove it");
                }
                yield List.of(cell);
            }
            case MULTI ->
                Arrays.stream(cell.split("\\|", -1))
                        .map(String::strip)
                        .filter(label -> !label.isEmpty())
                        .toList();
        };
    }
}
