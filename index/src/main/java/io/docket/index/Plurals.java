package io.docket.index;

import java.util.ArrayList;
import java.util.List;

/**
 * The other number of an English word, by spelling alone: {@code contract} and {@code contracts}, {@code party} and
 * {@code parties}. Forms that do not exist are harmless, since they occur in no document.
 */
final class Plurals {

    private static final int SHORTEST = 3;

    private Plurals() {}

    /** Forms to search beside a lower-case word; none for short words and anything but plain letters. */
    static List<String> of(String word) {
        List<String> forms = new ArrayList<>(2);
        boolean plain = word.length() >= SHORTEST && word.chars().allMatch(c -> c >= 'a' && c <= 'z');
        if (!plain) {
            return forms;
        }
        if (word.endsWith("ies") && word.length() > SHORTEST + 1) {
            forms.add(word.substring(0, word.length() - 3) + "y");
        } else if (word.endsWith("sses") || word.endsWith("shes") || word.endsWith("ches") || word.endsWith("xes")) {
            forms.add(word.substring(0, word.length() - 2));
        } else if (word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is")) {
            if (word.length() > SHORTEST) {
                forms.add(word.substring(0, word.length() - 1));
            }
        } else if (word.endsWith("y") && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0) {
            forms.add(word.substring(0, word.length() - 1) + "ies");
        } else if (word.endsWith("s") || word.endsWith("x") || word.endsWith("ch") || word.endsWith("sh")) {
            forms.add(word + "es");
        } else {
            forms.add(word + "s");
        }
        return forms;
    }
}
