package io.docket.web.upload;

import io.docket.web.problem.ProblemException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a file was in the sender's folders: relative, with {@code /} between folders, in Unicode's composed form (NFC), so
 * that a name typed on a Mac and on Windows is one name. It is a record of origin and never used to write a file.
 *
 * @param value the path; letters of any script, no empty and no {@code .} or {@code ..} parts
 */
public record UploadPath(String value) {
    /** Most characters of a path. */
    public static final int LONGEST = 1_024;

    public UploadPath {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "A path has 1 to " + LONGEST + " characters, not " + value.length() + ".");
        }
    }

    /**
     * Reads what a client sent. Backslashes separate folders too; leading separators and {@code .} parts fall away.
     *
     * @throws ProblemException path empty, {@code path-too-long}, {@code path-leaves-folder} for a {@code ..} part,
     *     or {@code path-unprintable} for control characters
     */
    public static UploadPath parse(String raw) {
        String text = Normalizer.normalize(raw == null ? "" : raw, Normalizer.Form.NFC)
                .replace('\\', '/');
        if (text.codePoints().anyMatch(UploadPath::unprintable)) {
            throw new ProblemException(
                    400,
                    "Path unprintable",
                    "The path \"" + visible(text) + "\" has control characters; rename the file and send it again.");
        }
        List<String> parts = new ArrayList<>();
        for (String part : text.split("/")) {
            if (part.equals("..")) {
                throw new ProblemException(
                        400,
                        "Path leaves folder",
                        "The path \"" + visible(text)
                                + "\" leaves its folder by \"..\"; send the path below the folder.");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String path = String.join("/", parts);
        if (path.isBlank()) {
            throw new ProblemException(400, "Path empty", "A file came without a name; give each file its path.");
        }
        if (path.length() > LONGEST) {
            throw new ProblemException(
                    400,
                    "Path too long",
                    "The path \"" + visible(path).substring(0, 80) + "…\" has " + path.length()
                            + " characters; at most " + LONGEST + " are possible: send the folder from further down.");
        }
        return new UploadPath(path);
    }

    /** The last part: the file's own name. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    private static boolean unprintable(int character) {
        return Character.isISOControl(character)
                || character == 0xFFFE
                || character == 0xFFFF
                || (character >= 0xD800 && character <= 0xDFFF);
    }

    /** How a path is told in messages: unprintable characters replaced. */
    private static String visible(String text) {
        return visible(text, 300);
    }

    /** Text of a sender as it can be kept and shown: unprintable characters replaced, at most {@code longest} characters. */
    static String visible(String text, int longest) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> visible.appendCodePoint(unprintable(c) ? 0xFFFD : c));
        return visible.length() > longest ? visible.substring(0, longest - 1) + "…" : visible.toString();
    }

    /** The path if {@code raw} is one, else {@code raw} itself: what tells one refused file from another. */
    static String spelling(String raw) {
        try {
            return parse(raw).value();
        } catch (ProblemException noPath) {
            return raw;
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
