package io.docket.index;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Words that a tenant uses for the same thing. Applied to the query, never to the index, so that a change is in force at
 * once. Immutable.
 */
public final class Synonyms {

    private static final int LARGEST_GROUP = 32;
    private static final Synonyms NONE = new Synonyms(Map.of());

    private final Map<String, Set<String>> others;
    private final Map<List<String>, Set<List<String>>> othersByStems = new HashMap<>();
    private final int longest;

    private Synonyms(Map<String, Set<String>> others) {
        this.others = others;
        Map<String, List<String>> stems =
                new HashMap<>(); // each word once: a group of 32 names each of its words 31 times
        others.forEach((word, group) -> group.forEach(member -> othersByStems
                .computeIfAbsent(stems.computeIfAbsent(word, Analysis::stemsOf), unused -> new LinkedHashSet<>())
                .add(stems.computeIfAbsent(member, Analysis::stemsOf))));
        this.longest =
                othersByStems.keySet().stream().mapToInt(List::size).max().orElse(0);
    }

    /** No synonyms. */
    public static Synonyms none() {
        return NONE;
    }

    /**
     * Groups of words or phrases of one meaning. A single word of a query stands for its whole group; phrases are found
     * only as members of a group that a word stands for.
     *
     * @throws IllegalArgumentException when a group has more than 32 members
     */
    public static Synonyms of(Collection<? extends Collection<String>> groups) {
        Map<String, Set<String>> others = new HashMap<>();
        for (Collection<String> group : groups) {
            if (group.size() > LARGEST_GROUP) {
                throw new IllegalArgumentException(
                        "a group of synonyms has at most " + LARGEST_GROUP + " members, but one has " + group.size()
                                + ", beginning with \"" + group.iterator().next() + "\": split it");
            }
            for (String word : group) {
                others.computeIfAbsent(key(word), unused -> new LinkedHashSet<>())
                        .addAll(group);
            }
        }
        others.forEach((word, group) -> group.removeIf(member -> key(member).equals(word)));
        return new Synonyms(others);
    }

    /** The other members of the word's groups. */
    List<String> of(String word) {
        return List.copyOf(others.getOrDefault(key(word), Set.of()));
    }

    /**
     * What may stand instead of a run of words in a question, each as its stems. Unlike in a query, where a phrase has to be
     * asked for as one, a phrase of a group is known wherever it stands.
     */
    Set<List<String>> ofStems(List<String> stems) {
        return othersByStems.getOrDefault(stems, Set.of());
    }

    /** Words of the longest phrase, 0 when there are no groups. */
    int longest() {
        return longest;
    }

    private static String key(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }
}
