package io.docket.ingest.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over bytes as they pass. */
public final class Sha256 {
    private static final int BUFFER = 64 * 1024;

    private final MessageDigest digest;

    /** Begins with no bytes. */
    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Adds the first {@code count} bytes of the buffer. */
    public void update(byte[] buffer, int count) {
        digest.update(buffer, 0, count);
    }

    /** The hash of all bytes so far, lower-case hexadecimal; begins anew afterwards. */
    public String hexadecimal() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of a file, read in pieces. */
    public static String of(Path file) throws IOException {
        Sha256 hash = new Sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                hash.update(buffer, count);
            }
        }
        return hash.hexadecimal();
    }
}
