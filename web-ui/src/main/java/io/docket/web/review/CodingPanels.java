package io.docket.web.review;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Puts together the panel of coding of one document. */
@ApplicationScoped
class CodingPanels {
    private static final int MOST_EVENTS = 20;

    private final TagSets sets;
    private final CodingStore store;
    private final Notes notes;
    private final Reviews reviews;

    CodingPanels(TagSets sets, CodingStore store, Notes notes, Reviews reviews) {
        this.sets = sets;
        this.store = store;
        this.notes = notes;
        this.reviews = reviews;
    }

    /** The panel of a document that may be seen. */
    @Transactional
    CodingPanel of(UUID document, CodingBatch.Scope scope) {
        List<TagSets.TagSetWithTags> all = sets.all();
        Map<UUID, Set<UUID>> given = store.tags(List.of(document)).getOrDefault(document, Map.of());
        Map<UUID, String> keys = TagKeys.of(all);
        Map<UUID, String> names = new HashMap<>();
        all.forEach(set -> {
            names.put(set.set().id(), set.set().name());
            set.tags().forEach(tag -> names.put(tag.id(), tag.name()));
        });
        List<CodingPanel.Group> groups = groups(document);
        boolean known = groups.stream().anyMatch(group -> group.scope() == scope);
        return new CodingPanel(
                document,
                all.stream()
                        .map(set -> new CodingPanel.Question(
                                set.set(),
                                set.tags().stream()
                                        .map(tag -> new CodingPanel.Answer(
                                                tag,
                                                given.getOrDefault(set.set().id(), Set.of())
                                                        .contains(tag.id()),
                                                keys.getOrDefault(tag.id(), "")))
                                        .toList()))
                        .toList(),
                notes.of(document),
                store.history(document, MOST_EVENTS).stream()
                        .map(event -> new CodingPanel.Event(
                                event.at(),
                                event.by(),
                                names.getOrDefault(event.tagSet(), ""),
                                inWords(event.before(), names),
                                inWords(event.after(), names),
                                event.undone()))
                        .toList(),
                groups,
                known ? scope : CodingBatch.Scope.DOCUMENTS,
                reviews.undoable());
    }

    private List<CodingPanel.Group> groups(UUID document) {
        List<CodingPanel.Group> groups = new ArrayList<>();
        groups.add(new CodingPanel.Group(CodingBatch.Scope.DOCUMENTS, 1));
        for (CodingBatch.Scope scope :
                List.of(CodingBatch.Scope.FAMILY, CodingBatch.Scope.THREAD, CodingBatch.Scope.NEAR_DUPLICATES)) {
            int size = reviews.group(scope, List.of(document)).size();
            if (size > 1) {
                groups.add(new CodingPanel.Group(scope, size));
            }
        }
        return groups;
    }

    private static String inWords(Collection<UUID> tags, Map<UUID, String> names) {
        return tags.stream().map(tag -> names.getOrDefault(tag, "")).sorted().collect(Collectors.joining(", "));
    }
}
