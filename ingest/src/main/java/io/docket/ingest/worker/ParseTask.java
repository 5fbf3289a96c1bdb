package io.docket.ingest.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One item to parse.
 *
 * @param file its bytes
 * @param name its name, used only as a hint of its type
 * @param mediaTypeHint what its container says it is
 * @param knownSha256 its hash when already known, else empty
 * @param passwords to try when it is encrypted
 * @param text file to write the text to
 * @param structure file to write the structure to
 * @param page file to write the document as a harmless HTML page to, when somebody wants to look at it
 * @param childDirectory where to write embedded items, as {@code <ordinal>.bytes}
 * @param characters longest text
 * @param unpack whether embedded items are written out
 * @param children how many embedded items may be written
 * @param childBytes how many bytes of embedded items may be written
 */
public record ParseTask(
        Path file,
        String name,
        Optional<String> mediaTypeHint,
        String knownSha256,
        List<String> passwords,
        Path text,
        Path structure,
        Optional<Path> page,
        Path childDirectory,
        long characters,
        boolean unpack,
        int children,
        long childBytes)
        implements WorkerTask {

    public ParseTask {
        passwords = List.copyOf(passwords);
    }

    /** The file that holds the bytes of an embedded item. */
    public static Path childFile(Path childDirectory, int ordinal) {
        return childDirectory.resolve(ordinal + ".bytes");
    }
}
