package io.docket.web.review;

import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The tag sets of the present tenant and their tags. */
@ApplicationScoped
public class TagSets {
    static final int LONGEST_NAME = 100;

    /** A document panel with more answers than this cannot be worked with. */
    private static final int MOST_TAGS = 200;

    private static final int MOST_SETS = 50;
    private static final int LONGEST_KEY = 60;

    private final EntityManager entityManager;

    TagSets(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * A set with its tags in order.
     *
     * @param set the question
     * @param tags the answers
     */
    public record TagSetWithTags(TagSet set, List<Tag> tags) {
        public TagSetWithTags {
            tags = List.copyOf(tags);
        }
    }

    /** All sets with their tags, in order. */
    @Transactional
    public List<TagSetWithTags> all() {
        List<Tag> tags = entityManager
                .createQuery("select t from Tag t order by t.position, t.id", Tag.class)
                .getResultList();
        return sets().stream()
                .map(set -> new TagSetWithTags(
                        set,
                        tags.stream()
                                .filter(tag -> tag.tagSetId().equals(set.id()))
                                .toList()))
                .toList();
    }

    /** Names of all sets by key, in order. */
    @Transactional
    public Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        sets().forEach(set -> names.put(set.key(), set.name()));
        return names;
    }

    @Transactional
    List<TagSet> sets() {
        return entityManager
                .createQuery("select s from TagSet s order by s.position, s.id", TagSet.class)
                .getResultList();
    }

    /**
     * Makes a set.
     *
     * @param name unique within the tenant
     * @param multiple whether a document may have several of its tags
     * @param tags names of its tags in order
     * @throws ProblemException when a name is taken or unusable
     */
    @Transactional
    public TagSetWithTags create(String name, boolean multiple, Collection<String> tags, String user) {
        String usable = usable("A tag set", name);
        List<TagSet> sets = sets();
        if (sets.stream().anyMatch(set -> set.name().equalsIgnoreCase(usable))) {
            throw ProblemException.conflict(
                    "There is a tag set named \"" + usable + "\" already: add tags to it or choose another name");
        }
        if (sets.size() >= MOST_SETS) {
            throw ProblemException.conflict(
                    "There are " + MOST_SETS + " tag sets, which is the most: remove one first");
        }
        TagSet set = new TagSet(
                UUID.randomUUID(), freeKey(usable, sets), usable, multiple, sets.size(), Instant.now(), user);
        entityManager.persist(set);
        for (String tag : tags) {
            add(set.id(), tag);
        }
        return require(set.id());
    }

    /** Gives a set another name; its key, and thus saved searches, stay. */
    @Transactional
    public TagSetWithTags rename(UUID id, String name) {
        String usable = usable("A tag set", name);
        TagSetWithTags found = require(id);
        boolean taken = sets().stream()
                .anyMatch(set -> !set.id().equals(id) && set.name().equalsIgnoreCase(usable));
        if (taken) {
            throw ProblemException.conflict("There is a tag set named \"" + usable + "\" already: choose another name");
        }
        found.set().rename(usable);
        return found;
    }

    /**
     * Adds a tag at the end of a set.
     *
     * @throws ProblemException not found, or when the name is taken or unusable
     */
    @Transactional
    public Tag add(UUID set, String name) {
        String usable = usable("A tag", name);
        TagSetWithTags found = require(set);
        if (found.tags().stream().anyMatch(tag -> tag.name().equalsIgnoreCase(usable))) {
            throw ProblemException.conflict("“" + found.set().name() + "” has a tag named \"" + usable + "\" already");
        }
        if (found.tags().size() >= MOST_TAGS) {
            throw ProblemException.conflict(
                    "“" + found.set().name() + "” has " + MOST_TAGS + " tags, which is the most: make another tag set");
        }
        int position = found.tags().stream().mapToInt(Tag::position).max().orElse(-1) + 1;
        Tag tag = new Tag(UUID.randomUUID(), set, usable, position);
        entityManager.persist(tag);
        return tag;
    }

    /**
     * Removes a tag that no document has.
     *
     * @throws ProblemException not found; conflict when documents have it
     */
    @Transactional
    public void removeTag(UUID set, UUID tag) {
        Tag found = requireTag(tag);
        if (!found.tagSetId().equals(set)) {
            throw ProblemException.notFound("The tag " + tag + " is not of this set: check both ids");
        }
        long used = count("select count(*) from coding where tag_id = :id", tag);
        if (used > 0) {
            throw ProblemException.conflict("“" + found.name() + "” is given to " + used
                    + " documents: take it away from them first, or leave it");
        }
        entityManager.remove(found);
    }

    /**
     * Removes a set that no document has a tag of.
     *
     * @throws ProblemException not found; conflict when documents are coded by it
     */
    @Transactional
    public void remove(UUID id) {
        TagSetWithTags found = require(id);
        long used = count("select count(*) from coding where tag_set_id = :id", id);
        if (used > 0) {
            throw ProblemException.conflict("Documents are coded by “"
                    + found.set().name() + "”: take its tags away from them first, or leave it");
        }
        found.tags().forEach(entityManager::remove);
        entityManager.flush();
        entityManager.remove(found.set());
    }

    private long count(String query, UUID id) {
        return ((Number) entityManager
                        .createNativeQuery(query)
                        .setParameter("id", id)
                        .getSingleResult())
                .longValue();
    }

    /**
     * The set with this id.
     *
     * @throws ProblemException not found, also for sets of other tenants
     */
    @Transactional
    public TagSetWithTags require(UUID id) {
        entityManager.flush();
        return all().stream()
                .filter(each -> each.set().id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("There is no tag set " + id + " that you may see: check the id"));
    }

    /**
     * The tag with this id.
     *
     * @throws ProblemException not found, also for tags of other tenants
     */
    @Transactional
    public Tag requireTag(UUID id) {
        return entityManager
                .createQuery("select t from Tag t where t.id = :id", Tag.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(
                        () -> ProblemException.notFound("There is no tag " + id + " that you may see: check the id"));
    }

    private static String usable(String what, String name) {
        String trimmed = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        if (trimmed.isEmpty()
                || trimmed.length() > LONGEST_NAME
                || trimmed.codePoints().anyMatch(Character::isISOControl)) {
            throw ProblemException.badRequest(what + " has a name of 1 to " + LONGEST_NAME
                    + " characters without line breaks; this one has " + trimmed.length());
        }
        return trimmed;
    }

    /** A key that no set and no classifier has: labels and tags must not mix in the index. */
    private String freeKey(String name, List<TagSet> sets) {
        Set<String> taken = new HashSet<>(entityManager
                .createQuery("select c.key from Classifier c", String.class)
                .getResultList());
        sets.forEach(set -> taken.add(set.key()));
        String base = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String start = base.isEmpty() ? "tags" : base.substring(0, Math.min(base.length(), LONGEST_KEY - 4));
        String key = start;
        for (int number = 2; taken.contains(key); number++) {
            key = start + "-" + number;
        }
        return key;
    }
}
