package io.docket.web.support;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a question is recognised by when it is asked again: its telling words, each once, in alphabetical order. */
final class QuestionWords {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Words that ask or connect and tell nothing about the subject. */
    private static final Set<String> EMPTY = Set.of(
            "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did",
            "do", "does", "for", "from", "get", "had", "has", "have", "how", "i", "if", "in", "is", "it", "its", "m",
            "me", "my", "not", "of", "on", "or", "our", "please", "s", "should", "so", "t", "that", "the", "their",
            "there", "they", "this", "to", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with",
            "would", "you", "your");

    private QuestionWords() {}

    /** The words of a question; all of them when none tells anything, empty only for a question without any. */
    static String of(String question) {
        Set<String> all = BETWEEN_WORDS
                .splitAsStream(
                        Normalizer.normalize(question, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        String telling = all.stream().filter(word -> !EMPTY.contains(word)).collect(Collectors.joining(" "));
        return telling.isEmpty() ? String.join(" ", all) : telling;
    }
}
