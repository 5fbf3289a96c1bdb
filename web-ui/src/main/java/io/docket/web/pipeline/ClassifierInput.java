package io.docket.web.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a classifier reads of a document: its title or subject, the words of its file name, then its text. The subject of a mail
 * stands in its headers and the kind of a contract often only in the name of its file: without them the best evidence would be
 * missing. Folders are left out, because they may be what the labels came from.
 *
 * @param head title and name, ended by an empty line; may be empty
 * @param text the document's text
 */
public record ClassifierInput(String head, String text) {
    /** Between words: anything but letters and digits, and where a lower-case letter is followed by a capital one. */
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

    /** Numbers of files and dates say nothing about other documents. */
    private static final Pattern NUMBERED = Pattern.compile(".*\\p{N}.*");

    /** The input for a document with this title, possibly empty, file name and text. */
    public static ClassifierInput of(String title, String name, String text) {
        List<String> lines = new ArrayList<>();
        if (!title.isBlank()) {
            lines.add(title.strip());
        }
        String words = words(name);
        if (!words.isEmpty() && !title.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT))) {
            lines.add(words);
        }
        return new ClassifierInput(lines.isEmpty() ? "" : String.join("\n", lines) + "\n\n", text);
    }

    private static String words(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return String.join(
                " ",
                Arrays.stream(BETWEEN.split(stem))
                        .filter(word -> word.length() > 1)
                        .filter(word -> !NUMBERED.matcher(word).matches())
                        .toList());
    }

    /** Head and text in one. */
    public String whole() {
        return head + text;
    }
}
