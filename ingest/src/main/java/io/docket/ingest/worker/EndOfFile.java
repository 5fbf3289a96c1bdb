package io.docket.ingest.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Whether a file ends as its kind must. Readers of some kinds are so patient that a file cut off anywhere looks whole to them. */
final class EndOfFile {
    /** Other programs append to a PDF file what they like; readers look for its end mark in the last kilobyte. */
    private static final int TAIL = 1_024;

    private EndOfFile() {}

    /** Whether the end of a file of this type is missing; false for types that have no certain end. */
    static boolean isMissing(Path file, String mediaType) throws IOException {
        return switch (mediaType) {
            case "application/pdf" -> !tail(file).contains("%%EOF");
            case "application/rtf" ->
                !tail(file).replaceAll("[\\s\u0000\u001a]+$", "").endsWith("}");
            default -> false;
        };
    }

    private static String tail(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(TAIL);
            channel.position(Math.max(0, channel.size() - TAIL));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the end
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        }
    }
}
