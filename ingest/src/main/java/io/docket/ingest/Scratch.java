package io.docket.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Removes temporary folders. */
final class Scratch {
    private Scratch() {}

    /** Removes a folder with all in it, as far as that is possible; what remains is harmless. */
    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException busy) {
            // A process that is still dying may hold files; the system's own cleaning takes them later.
        }
    }
}
