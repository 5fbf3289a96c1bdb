package io.docket.web.grouping;

import io.docket.index.Access;
import io.docket.web.pipeline.Document;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A document of a group. */
public record GroupDocument(UUID id, String title, String path, String mediaType) {

    /** The documents with these ids, in their order; those that are gone or may not be seen are left out. */
    static List<GroupDocument> load(EntityManager entityManager, Access access, List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, Document> found = entityManager
                .createQuery("select d from Document d where d.id in :ids", Document.class)
                .setParameter("ids", ids)
                .getResultStream()
                .filter(document -> maySee(access, document))
                .collect(Collectors.toMap(Document::id, Function.identity()));
        return ids.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(document -> new GroupDocument(
                        document.id(),
                        document.title().isBlank() ? document.name() : document.title(),
                        document.path(),
                        document.mediaType()))
                .toList();
    }

    private static boolean maySee(Access access, Document document) {
        return switch (access) {
            case Access.Everything everything -> true;
            case Access.Only only ->
                only.collections().contains(document.collectionId().toString());
        };
    }
}
