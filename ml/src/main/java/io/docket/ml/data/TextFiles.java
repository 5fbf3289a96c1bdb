package io.docket.ml.data;

import io.docket.ml.TextSource;
import io.docket.ml.io.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Unlabelled texts from files: the column {@code text} of CSV files ({@code .csv}, {@code .csv.gz}), the documents of all other
 * files (see {@link Corpus}). One text is in memory at a time for CSV, one file for others.
 */
public final class TextFiles {

    private TextFiles() {}

    /** The texts of all files, in their order. */
    public static TextSource of(List<Path> files) {
        List<Path> copy = List.copyOf(files);
        return () -> copy.stream().flatMap(TextFiles::texts);
    }

    /** Whether a file is read as CSV. */
    public static boolean isCsv(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }

    private static Stream<String> texts(Path file) {
        try {
            if (isCsv(file)) {
                return csvTexts(file);
            }
            Stream.Builder<String> documents = Stream.builder();
            Corpus.read(file, documents::add);
            return documents.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> csvTexts(Path file) throws IOException {
        CsvReader csv = CsvReader.open(file);
        try {
            Rows rows = new Rows(csv, csv.column("text"));
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                    .onClose(rows::close);
        } catch (IOException e) {
            csv.close();
            throw e;
        }
    }

    private static final class Rows implements Iterator<String> {
        private final CsvReader csv;
        private final int column;
        private Optional<List<String>> next;

        Rows(CsvReader csv, int column) throws IOException {
            this.csv = csv;
            this.column = column;
            this.next = csv.next();
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public String next() {
            String text = next.orElseThrow(NoSuchElementException::new).get(column);
            try {
                next = csv.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text;
        }

        void close() {
            try {
                csv.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
