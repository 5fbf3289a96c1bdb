package io.docket.ml.data;

import java.io.IOException;
import java.nio.file.Path;

/** A CSV file is not what it should be. One line: file, row, column, what was met, what to do. */
public final class CsvException extends IOException {

    private static final long serialVersionUID = 1L;

    CsvException(Path file, long row, int column, String problem, String remedy) {
        super(file + ", row " + row + (column > 0 ? ", column " + column : "") + ": " + problem + "; " + remedy);
    }

    CsvException(Path file, String problem, String remedy) {
        super(file + ": " + problem + "; " + remedy);
    }
}
