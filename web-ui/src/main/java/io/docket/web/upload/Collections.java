package io.docket.web.upload;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The collections of the present tenant. */
@ApplicationScoped
public class Collections {
    private final EntityManager entityManager;
    private final AuditLog audit;

    Collections(EntityManager entityManager, AuditLog audit) {
        this.entityManager = entityManager;
        this.audit = audit;
    }

    /**
     * Creates a collection.
     *
     * @param name unique within the tenant; surrounding blanks fall away
     * @param user name of the person who creates it
     * @throws ProblemException collection exists
     */
    @Transactional
    public DocumentCollection create(String name, String description, String user) {
        String trimmed = name.strip();
        if (named(trimmed).isPresent()) {
            throw new ProblemException(
                    409,
                    "Collection exists",
                    "There is a collection named \"" + trimmed + "\" already; upload into it or choose another name.");
        }
        DocumentCollection collection =
                new DocumentCollection(UUID.randomUUID(), trimmed, description.strip(), Instant.now(), user);
        entityManager.persist(collection);
        audit.record("collection.create", "collection/" + collection.id(), trimmed);
        return collection;
    }

    /** All collections by name. */
    @Transactional
    public List<DocumentCollection> all() {
        return entityManager
                .createQuery(
                        "select c from DocumentCollection c order by lower(c.name), c.id", DocumentCollection.class)
                .getResultList();
    }

    /** Names of all collections by id. */
    @Transactional
    public Map<UUID, String> names() {
        return all().stream().collect(Collectors.toMap(DocumentCollection::id, DocumentCollection::name));
    }

    /** The collection with this name. */
    @Transactional
    public Optional<DocumentCollection> named(String name) {
        return entityManager
                .createQuery("select c from DocumentCollection c where c.name = :name", DocumentCollection.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /**
     * The collection with this id.
     *
     * @throws ProblemException not found, also for collections of other tenants
     */
    @Transactional
    public DocumentCollection require(UUID id) {
        return entityManager
                .createQuery("select c from DocumentCollection c where c.id = :id", DocumentCollection.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("There is no collection " + id + " that you may see: check the id"));
    }
}
