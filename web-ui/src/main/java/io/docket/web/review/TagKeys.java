package io.docket.web.review;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Gives tags the keys that code with them: the first letter of the name that is still free, so that keys are easy to remember
 * and the same on every document; capitals (with Shift) when the small letters are used up. Digits give labels, and some letters have a meaning of their own.
 */
final class TagKeys {
    /** {@code b} back, {@code e} explains, {@code f} family, {@code h} {@code l} kept free, {@code j} {@code k} go on, {@code n} {@code p} step through
     * matches, {@code o} original, {@code u} takes a label back, {@code x} chooses, {@code z} takes coding back. */
    private static final String TAKEN = "befhjklnopuxz";

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";

    private TagKeys() {}

    /** Keys by tag; tags beyond the keys have none. */
    static Map<UUID, String> of(List<TagSets.TagSetWithTags> sets) {
        Set<Character> used = new HashSet<>();
        TAKEN.chars().forEach(letter -> used.add((char) letter));
        Map<UUID, String> keys = new HashMap<>();
        for (TagSets.TagSetWithTags set : sets) {
            for (Tag tag : set.tags()) {
                String small = tag.name().toLowerCase(Locale.ROOT) + ALPHABET;
                String wished = small + small.toUpperCase(Locale.ROOT);
                wished.chars()
                        .mapToObj(letter -> (char) letter)
                        .filter(letter ->
                                ALPHABET.indexOf(Character.toLowerCase(letter)) >= 0 && !used.contains(letter))
                        .findFirst()
                        .ifPresent(letter -> {
                            used.add(letter);
                            keys.put(tag.id(), letter.toString());
                        });
            }
        }
        return keys;
    }
}
