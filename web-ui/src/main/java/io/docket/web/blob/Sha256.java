package io.docket.web.blob;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest as 64 lower-case hexadecimal digits.
 *
 * @param hex the digits; upper case is refused so that one digest has one spelling and one file name
 */
public record Sha256(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (hex == null || !FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "\"" + hex + "\" is not a SHA-256 digest: 64 lower-case hexadecimal digits are expected.");
        }
    }

    /** A fresh digest to feed bytes into; every Java platform has SHA-256. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("This Java platform lacks SHA-256.", impossible);
        }
    }

    /** The digest of the bytes fed so far; resets {@code digest}. */
    public static Sha256 of(MessageDigest digest) {
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    /** The digest of {@code bytes}. */
    public static Sha256 of(byte[] bytes) {
        MessageDigest digest = digest();
        digest.update(bytes);
        return of(digest);
    }

    @Override
    public String toString() {
        return hex;
    }
}
