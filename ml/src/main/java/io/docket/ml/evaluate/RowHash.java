package io.docket.ml.evaluate;

import io.docket.ml.LabelledText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Stable hashes of rows: a function of text, labels and seed, and of nothing that changes between machines or runs. */
public final class RowHash {

    private RowHash() {}

    /** SHA-256 over seed and text, as hexadecimal: equal texts fall on the same side of a split. */
    static String of(LabelledText row, long seed) {
        MessageDigest digest = sha256();
        digest.update(Long.toString(seed).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '|');
        return HexFormat.of().formatHex(digest.digest(row.text().getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 over texts and labels of all rows, whatever their order: tells whether two runs saw the same data. */
    public static String fingerprint(List<LabelledText> rows) {
        List<String> hashes = rows.stream()
                .map(row -> of(row, 0)
                        + String.join("\n", row.labels().stream().sorted().toList()))
                .sorted()
                .toList();
        MessageDigest digest = sha256();
        for (String hash : hashes) {
            digest.update(hash.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
