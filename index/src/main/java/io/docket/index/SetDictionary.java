package io.docket.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Numbers the sets of labels, codings and model versions that occur in an index, so that a doc-value can be a number and be
 * updated in place. Numbers are given once, from 1, and never change; 0 is the empty set. Written into the commit data of
 * every Lucene commit, so that numbers and the doc-values that use them survive or are lost together. Safe for use by
 * several threads.
 */
final class SetDictionary {

    static final int EMPTY = 0;

    private final Map<SortedSet<String>, Integer> numbers = new HashMap<>();
    private final List<SortedSet<String>> sets = new ArrayList<>();

    SetDictionary() {
        add(new TreeSet<>());
    }

    private void add(SortedSet<String> set) {
        SortedSet<String> kept = Collections.unmodifiableSortedSet(new TreeSet<>(set));
        numbers.put(kept, sets.size());
        sets.add(kept);
    }

    /** The number of a set, given now if it has none. */
    synchronized int number(Collection<String> values) {
        SortedSet<String> set = values instanceof SortedSet<String> sorted ? sorted : new TreeSet<>(values);
        Integer known = numbers.get(set);
        if (known == null) {
            add(set);
            known = sets.size() - 1;
        }
        return known;
    }

    /** The set of a number that was given. */
    synchronized SortedSet<String> set(int number) {
        return sets.get(number);
    }

    /** All sets by number, as they are now. */
    synchronized List<SortedSet<String>> snapshot() {
        return List.copyOf(sets);
    }

    /** One line per set, each value in Base64 so that any character may occur in it. */
    synchronized String encode() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        StringBuilder lines = new StringBuilder();
        for (SortedSet<String> set : sets.subList(1, sets.size())) {
            String separator = "";
            for (String value : set) {
                lines.append(separator).append(encoder.encodeToString(value.getBytes(StandardCharsets.UTF_8)));
                separator = ",";
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    /** Reads {@link #encode()}. */
    static SetDictionary decode(String lines) {
        SetDictionary dictionary = new SetDictionary();
        Base64.Decoder decoder = Base64.getDecoder();
        lines.lines().forEach(line -> {
            TreeSet<String> set = new TreeSet<>();
            for (String value : line.split(",")) {
                set.add(new String(decoder.decode(value), StandardCharsets.UTF_8));
            }
            dictionary.add(set);
        });
        return dictionary;
    }
}
