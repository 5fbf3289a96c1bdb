package io.docket.web.review;

import io.docket.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tags to give to documents and to take away from them. Giving a tag of a single-choice set replaces the tag of that set.
 *
 * @param changes per tag set that is touched
 */
record Decision(List<SetChange> changes) {

    /**
     * What happens in one set.
     *
     * @param set the set
     * @param add tags to give, in order
     * @param remove tags to take away
     */
    record SetChange(TagSet set, Set<UUID> add, Set<UUID> remove) {
        /** The tags of a document afterwards. */
        Set<UUID> after(Collection<UUID> before) {
            Set<UUID> after = new LinkedHashSet<>(before);
            after.removeAll(remove);
            if (!set.multiple() && !add.isEmpty()) {
                after.clear();
            }
            after.addAll(add);
            return after;
        }
    }

    Decision {
        changes = List.copyOf(changes);
    }

    /**
     * A decision from the tags' ids.
     *
     * @throws ProblemException when nothing is decided, a tag is unknown, or two tags of a single-choice set are given
     */
    static Decision of(List<TagSets.TagSetWithTags> sets, Collection<UUID> add, Collection<UUID> remove) {
        if (add.isEmpty() && remove.isEmpty()) {
            throw ProblemException.badRequest("Name tags to give or to take away: 'add' and 'remove' are both empty");
        }
        Map<UUID, TagSets.TagSetWithTags> setOfTag = new LinkedHashMap<>();
        sets.forEach(set -> set.tags().forEach(tag -> setOfTag.put(tag.id(), set)));
        List<UUID> unknown = new ArrayList<>(add);
        unknown.addAll(remove);
        unknown.removeAll(setOfTag.keySet());
        if (!unknown.isEmpty()) {
            throw ProblemException.notFound(
                    "There is no tag " + unknown.getFirst() + " that you may see: read the tag sets again");
        }
        List<SetChange> changes = new ArrayList<>();
        for (TagSets.TagSetWithTags set : sets) {
            Set<UUID> given = inSet(add, set, setOfTag);
            Set<UUID> taken = inSet(remove, set, setOfTag);
            taken.removeAll(given);
            if (!set.set().multiple() && given.size() > 1) {
                throw ProblemException.badRequest(
                        "“" + set.set().name() + "” takes one tag, not " + given.size() + ": choose one");
            }
            if (!given.isEmpty() || !taken.isEmpty()) {
                changes.add(new SetChange(set.set(), given, taken));
            }
        }
        return new Decision(changes);
    }

    private static Set<UUID> inSet(
            Collection<UUID> tags, TagSets.TagSetWithTags set, Map<UUID, TagSets.TagSetWithTags> setOfTag) {
        return tags.stream()
                .filter(tag -> setOfTag.get(tag).set().id().equals(set.set().id()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The decision by names, for people: {@code Privilege: + Privileged; Issues: + Pricing − Patents}. */
    String inWords(List<TagSets.TagSetWithTags> sets) {
        Map<UUID, String> names =
                sets.stream().flatMap(set -> set.tags().stream()).collect(Collectors.toMap(Tag::id, Tag::name));
        return changes.stream()
                .map(change -> change.set().name() + ": "
                        + java.util.stream.Stream.concat(
                                        change.add().stream().map(tag -> "+ " + names.get(tag)),
                                        change.remove().stream().map(tag -> "− " + names.get(tag)))
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }
}
