package io.docket.web.access;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which collections of the present tenant may answer the questions of readers. None may until an administrator opens it;
 * rights are looked at besides, never instead.
 */
@ApplicationScoped
public class AnswerCollections {
    private final EntityManager entityManager;
    private final Collections collections;
    private final CurrentUser user;
    private final AuditLog audit;

    AnswerCollections(EntityManager entityManager, Collections collections, CurrentUser user, AuditLog audit) {
        this.entityManager = entityManager;
        this.collections = collections;
        this.user = user;
        this.audit = audit;
    }

    /** Those that are open, whether the present person may see them or not. */
    @Transactional
    public Set<UUID> open() {
        List<?> rows = entityManager
                .createNativeQuery("select collection_id from answer_collection", UUID.class)
                .getResultList();
        return rows.stream().map(UUID.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a collection is open.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public boolean isOpen(UUID collection) {
        return open().contains(collections.require(collection).id());
    }

    /**
     * Opens a collection for answers to readers, or closes it again.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public void put(UUID collection, boolean open) {
        collections.require(collection);
        int changed = open
                ? entityManager
                        .createNativeQuery("""
                                insert into answer_collection (collection_id, tenant_id, opened_at, opened_by)
                                values (:collection, docket_tenant(), now(), :user)
                                on conflict (collection_id) do nothing""")
                        .setParameter("collection", collection)
                        .setParameter("user", user.displayName())
                        .executeUpdate()
                : entityManager
                        .createNativeQuery("delete from answer_collection where collection_id = :collection")
                        .setParameter("collection", collection)
                        .executeUpdate();
        if (changed > 0) {
            audit.record("collection.answers", "collection/" + collection, open ? "readers" : "support staff only");
        }
    }
}
