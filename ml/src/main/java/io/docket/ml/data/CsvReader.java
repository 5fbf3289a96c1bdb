package io.docket.ml.data;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a CSV file row by row: RFC 4180, UTF-8 with or without byte-order mark, gzip when the name ends in {@code .gz}, line ends
 * of any kind. The first row is the header and tells how many columns each row has. Memory is bounded by one row. Not
 * thread-safe.
 */
public final class CsvReader implements AutoCloseable {

    private static final int END = -1;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Path file;
    private final BufferedReader reader;
    private final List<String> header;
    private long row;
    private int peeked = -2;

    private CsvReader(Path file, BufferedReader reader) throws IOException {
        this.file = file;
        this.reader = reader;
        if (peek() == BYTE_ORDER_MARK) {
            take();
        }
        this.header = readRow()
                .orElseThrow(() -> new CsvException(file, "the file is empty", "its first row must name the columns"));
    }

    /** Opens a file and reads its header. */
    public static CsvReader open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CsvException(file, "it is a folder", "name a file");
        }
        InputStream bytes = Files.newInputStream(file);
        try {
            InputStream plain =
                    file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            return new CsvReader(
                    file,
                    new BufferedReader(
                            new InputStreamReader(
                                    plain,
                                    StandardCharsets.UTF_8
                                            .newDecoder()
                                            .onMalformedInput(CodingErrorAction.REPORT)
                                            .onUnmappableCharacter(CodingErrorAction.REPORT)),
                            1 << 16));
        } catch (ZipException e) {
            bytes.close();
            throw new CsvException(file, "it is no gzip file though its name ends in .gz", "rename or compress it");
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /**
     * Position of a column in each row, from 0. Spreadsheets write names as people do: capitals and spaces around them do not
     * count.
     */
    public OptionalInt find(String name) {
        return IntStream.range(0, header.size())
                .filter(column -> header.get(column).strip().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * Position of a column in each row, as {@link #find} finds it.
     *
     * @throws CsvException when the header does not name it
     */
    public int column(String name) throws CsvException {
        return find(name)
                .orElseThrow(() -> new CsvException(
                        file,
                        1,
                        0,
                        "the header is '" + String.join(",", header) + "' and has no column '" + name + "'",
                        "make the first row name the columns, for example text,label"));
    }

    /** Number of the row read last; the header is row 1. Line breaks inside quotes do not count. */
    public long row() {
        return row;
    }

    /** The next row, with as many cells as the header; empty lines are skipped; empty at the end of the file. */
    public Optional<List<String>> next() throws IOException {
        Optional<List<String>> cells = readRow();
        while (cells.isPresent()
                && cells.get().size() == 1
                && cells.get().getFirst().isEmpty()
                && header.size() > 1) {
            cells = readRow();
        }
        if (cells.isPresent() && cells.get().size() != header.size()) {
            throw new CsvException(
                    file,
                    row,
                    0,
                    "it has " + cells.get().size() + " cells where the header has " + header.size(),
                    "put cells that hold commas or line breaks in double quotes");
        }
        return cells;
    }

    /** An error in a cell of the row read last, for checks of the caller. */
    public CsvException error(int column, String problem, String remedy) {
        return new CsvException(file, row, column + 1, problem, remedy);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private Optional<List<String>> readRow() throws IOException {
        row++;
        if (peek() == END) {
            return Optional.empty();
        }
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(peek() == '"' ? quoted(cells.size() + 1) : plain(cells.size() + 1));
            int end = take();
            if (end == ',') {
                continue;
            }
            if (end == '\r' && peek() == '\n') {
                take();
            }
            return Optional.of(List.copyOf(cells));
        }
    }

    private String plain(int column) throws IOException {
        StringBuilder cell = new StringBuilder();
        while (!endsCell(peek())) {
            if (peek() == '"') {
                throw new CsvException(
                        file,
                        row,
                        column,
                        "a double quote stands inside an unquoted cell",
                        "put the whole cell in double quotes and double the ones inside");
            }
            cell.append((char) take());
        }
        return cell.toString();
    }

    private String quoted(int column) throws IOException {
        take();
        StringBuilder cell = new StringBuilder();
        while (true) {
            int next = take();
            if (next == END) {
                throw new CsvException(
                        file,
                        row,
                        column,
                        "a quoted cell does not end before the file does",
                        "close it with a double quote; quotes inside a cell are doubled");
            }
            if (next != '"') {
                cell.append((char) next);
            } else if (peek() == '"') {
                cell.append((char) take());
            } else if (endsCell(peek())) {
                return cell.toString();
            } else {
                throw new CsvException(
                        file,
                        row,
                        column,
                        "text follows the closing quote of a cell",
                        "double the quotes inside a quoted cell");
            }
        }
    }

    private static boolean endsCell(int character) {
        return character == ',' || character == '\n' || character == '\r' || character == END;
    }

    private int peek() throws IOException {
        if (peeked == -2) {
            peeked = read();
        }
        return peeked;
    }

    private int take() throws IOException {
        int taken = peek();
        peeked = taken == END ? END : -2;
        return taken;
    }

    private int read() throws IOException {
        try {
            return reader.read();
        } catch (CharacterCodingException e) {
            throw new CsvException(file, behind() + "it holds bytes that are not UTF-8", "save the file as UTF-8");
        } catch (ZipException | EOFException e) {
            throw new CsvException(file, behind() + "the compressed file is damaged or cut short", "copy it again");
        }
    }

    /** The file is read ahead, so that only a row before the trouble is known. */
    private String behind() {
        return row > 1 ? "behind row " + (row - 1) + " " : "";
    }
}
