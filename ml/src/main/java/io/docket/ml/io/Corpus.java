package io.docket.ml.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads running text: UTF-8, one paragraph per line, a blank line between documents; gzip when the name ends in {@code .gz}.
 * Memory is bounded by the longest document. Malformed bytes become U+FFFD, so that one bad file does not stop a run.
 */
public final class Corpus {

    /** Receives one document after the other. */
    @FunctionalInterface
    public interface DocumentConsumer {
        /**
         * @param document the paragraphs, joined by line feeds
         */
        void accept(String document) throws IOException;
    }

    private Corpus() {}

    /** Hands every document of the file to the consumer, in order. */
    public static void read(Path file, DocumentConsumer consumer) throws IOException {
        try (BufferedReader reader = open(file)) {
            StringBuilder document = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank()) {
                    flush(document, consumer);
                } else {
                    if (!document.isEmpty()) {
                        document.append('\n');
                    }
                    document.append(line);
                }
            }
            flush(document, consumer);
        }
    }

    private static void flush(StringBuilder document, DocumentConsumer consumer) throws IOException {
        if (!document.isEmpty()) {
            consumer.accept(document.toString());
            document.setLength(0);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "this is a folder; name a file");
        }
        InputStream bytes = Files.newInputStream(file);
        try {
            InputStream plain =
                    file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 1 << 16);
        } catch (IOException e) {
            bytes.close();
            throw new IOException(file + " cannot be read as gzip: " + e.getMessage(), e);
        }
    }
}
