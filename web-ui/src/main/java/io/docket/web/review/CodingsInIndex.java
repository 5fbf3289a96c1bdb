package io.docket.web.review;

import io.docket.web.pipeline.CodingsForIndex;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells the index what people decided, by the names they know. */
@ApplicationScoped
class CodingsInIndex implements CodingsForIndex {
    private final TagSets sets;
    private final CodingStore store;

    CodingsInIndex(TagSets sets, CodingStore store) {
        this.sets = sets;
        this.store = store;
    }

    @Override
    @Transactional
    public Map<UUID, Map<String, Set<String>>> of(Collection<UUID> documents) {
        Map<UUID, Map<UUID, Set<UUID>>> tags = store.tags(documents);
        if (tags.isEmpty()) {
            return Map.of();
        }
        Map<UUID, String> keys = new HashMap<>();
        Map<UUID, String> names = new HashMap<>();
        for (TagSets.TagSetWithTags set : sets.all()) {
            keys.put(set.set().id(), set.set().key());
            set.tags().forEach(tag -> names.put(tag.id(), tag.name()));
        }
        Map<UUID, Map<String, Set<String>>> named = new HashMap<>();
        tags.forEach((document, bySet) -> bySet.forEach(
                (set, given) -> given.forEach(tag -> named.computeIfAbsent(document, id -> new HashMap<>())
                        .computeIfAbsent(keys.get(set), key -> new HashSet<>())
                        .add(names.get(tag)))));
        return named;
    }

    @Override
    @Transactional
    public Set<String> dimensions() {
        return sets.sets().stream().map(TagSet::key).collect(Collectors.toUnmodifiableSet());
    }
}
