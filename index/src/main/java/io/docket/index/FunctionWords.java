package io.docket.index;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/**
 * Words that hold sentences together and say nothing about their subject. The lists are those of the Snowball project, which
 * come with Lucene. Safe for use by several threads.
 */
final class FunctionWords {

    private static final String ENGLISH = "en";

    private static final Map<String, String> LISTS = Map.ofEntries(
            Map.entry("da", "danish"),
            Map.entry("de", "german"),
            Map.entry(ENGLISH, "english"),
            Map.entry("es", "spanish"),
            Map.entry("fi", "finnish"),
            Map.entry("fr", "french"),
            Map.entry("hu", "hungarian"),
            Map.entry("it", "italian"),
            Map.entry("nl", "dutch"),
            Map.entry("no", "norwegian"),
            Map.entry("pt", "portuguese"),
            Map.entry("ru", "russian"),
            Map.entry("sv", "swedish"));

    /** Not on the English list, and no more telling. */
    private static final Set<String> MORE_ENGLISH =
            Set.of("also", "can", "hereby", "may", "please", "shall", "thereof", "upon", "will", "within");

    private static final Map<String, Set<String>> LOADED = new ConcurrentHashMap<>();

    private FunctionWords() {}

    /** Those of a language, an ISO 639-1 code, as the index writes words; those of English for a language without a list. */
    static Set<String> of(String language) {
        return LOADED.computeIfAbsent(LISTS.containsKey(language) ? language : ENGLISH, FunctionWords::load);
    }

    private static Set<String> load(String language) {
        Set<String> words = new HashSet<>(language.equals(ENGLISH) ? MORE_ENGLISH : Set.of());
        try (Reader list = new InputStreamReader(
                SnowballFilter.class.getResourceAsStream(LISTS.get(language) + "_stop.txt"), StandardCharsets.UTF_8)) {
            for (Object word : WordlistLoader.getSnowballWordSet(list)) {
                words.add(folded((char[]) word));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the list of words of " + language + " cannot be read", unreadable);
        }
        return Set.copyOf(words);
    }

    private static String folded(char[] word) {
        char[] folded = new char[4 * word.length];
        return new String(folded, 0, ASCIIFoldingFilter.foldToASCII(word, 0, folded, 0, word.length));
    }
}
