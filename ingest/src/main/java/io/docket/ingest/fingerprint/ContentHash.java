package io.docket.ingest.fingerprint;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 hashes of bytes and of words, lower-case hexadecimal. Files are read in pieces. */
public final class ContentHash {
    private static final int BUFFER = 64 * 1024;

    private ContentHash() {}

    /** The hash of a file's bytes: its identity. */
    public static String ofBytes(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return hexadecimal(digest);
    }

    /**
     * The hash of a text's words without case, punctuation and layout. The same letter saved as Word and as PDF has the
     * same hash when both were read without loss.
     */
    public static String ofText(Reader text) throws IOException {
        MessageDigest digest = sha256();
        Words.forEach(text, word -> {
            digest.update(word.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) ' ');
        });
        return hexadecimal(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String hexadecimal(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
