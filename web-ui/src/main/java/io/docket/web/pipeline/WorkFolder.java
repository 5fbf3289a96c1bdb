package io.docket.web.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Folders that a step works in. */
final class WorkFolder {
    private static final Logger LOG = Logger.getLogger(WorkFolder.class);

    private WorkFolder() {}

    /** Removes a folder with all in it. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "The folder of a finished step could not be removed: %s", directory);
        }
    }
}
