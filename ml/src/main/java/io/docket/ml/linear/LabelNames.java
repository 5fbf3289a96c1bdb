package io.docket.ml.linear;

import java.util.regex.Pattern;

/** What a label's name says in words: whoever labels by hand has described the label in it already. */
final class LabelNames {

    private static final Pattern HUMP = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private LabelNames() {}

    /** The name as a text: {@code card_arrival} and {@code cardArrival} become two words. May be empty. */
    static String words(String label) {
        return NO_WORD.matcher(HUMP.matcher(label).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }
}
