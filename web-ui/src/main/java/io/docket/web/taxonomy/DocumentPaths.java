package io.docket.web.taxonomy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Finds documents of a collection by the paths that people write. */
@ApplicationScoped
class DocumentPaths {
    private final EntityManager entityManager;

    DocumentPaths(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * The documents at each of these paths. A whole path wins; otherwise every document whose path ends with the folders
     * and the name given counts. A second copy stands for its first.
     */
    @Transactional
    Map<String, Set<UUID>> find(UUID collection, Collection<String> paths) {
        Set<String> names = new HashSet<>();
        paths.forEach(path -> names.add(path.substring(path.lastIndexOf('/') + 1)));
        Map<String, Set<UUID>> whole = new HashMap<>();
        Map<String, Set<UUID>> endings = new HashMap<>();
        Set<String> wanted = Set.copyOf(paths);
        List<?> rows = entityManager
                .createNativeQuery("""
                        select path, coalesce(duplicate_of, id) as id from document
                        where collection_id = :collection and md5(name) in (select md5(n) from unnest(:names) as n)""", Tuple.class)
                .setParameter("collection", collection)
                .setParameter("names", names.toArray(String[]::new))
                .getResultList();
        for (Object row : rows) {
            String path = ((Tuple) row).get("path", String.class);
            UUID id = ((Tuple) row).get("id", UUID.class);
            if (wanted.contains(path)) {
                whole.computeIfAbsent(path, key -> new LinkedHashSet<>()).add(id);
            }
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                String ending = path.substring(slash + 1);
                if (wanted.contains(ending)) {
                    endings.computeIfAbsent(ending, key -> new LinkedHashSet<>())
                            .add(id);
                }
            }
        }
        endings.putAll(whole);
        return endings;
    }

    /** A page of documents that nobody labelled by hand, by id; only those with text, which training can use. */
    @Transactional
    List<Located> withoutHandLabel(UUID classifier, UUID collection, UUID after, int most) {
        List<?> rows = entityManager
                .createNativeQuery("""
                        select d.id, d.path from document d
                        where d.collection_id = :collection and d.id > :after and d.text_sha256 is not null
                            and d.duplicate_of is null
                            and not exists (select 1 from labelled_example e where e.document_id = d.id
                                and e.classifier_id = :classifier and e.source = 'HAND')
                        order by d.id""", Tuple.class)
                .setParameter("collection", collection)
                .setParameter("after", after)
                .setParameter("classifier", classifier)
                .setMaxResults(most)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Located(row.get("id", UUID.class), row.get("path", String.class)))
                .toList();
    }

    /** A document and where it is. */
    record Located(UUID id, String path) {}
}
