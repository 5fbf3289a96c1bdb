package io.docket.ingest.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Removes outputs that nobody asked to keep. */
final class TemporaryFolder {
    private TemporaryFolder() {}

    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException remains) {
            System.err.println("temporary outputs remain in " + folder + ": " + remains.getMessage());
        }
    }
}
