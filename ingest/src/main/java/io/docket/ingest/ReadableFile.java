package io.docket.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives a worker a path that survives being sent as text. A file name is bytes to the kernel and need not be text in
 * this process's encoding; a link with a plain name means the same to both.
 */
final class ReadableFile {
    private ReadableFile() {}

    static Path of(Path file, Path scratch) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (absolute.toString().chars().allMatch(character -> character >= ' ' && character < 0x7f)) {
            return absolute;
        }
        Path link = scratch.resolve("input");
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, absolute);
    }
}
