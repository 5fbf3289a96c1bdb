package io.docket.web.upload;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The uploads of the present tenant. */
@ApplicationScoped
public class Uploads {
    private final EntityManager entityManager;
    private final Collections collections;
    private final AuditLog audit;

    Uploads(EntityManager entityManager, Collections collections, AuditLog audit) {
        this.entityManager = entityManager;
        this.collections = collections;
        this.audit = audit;
    }

    /**
     * Starts an upload.
     *
     * @param custodian whose files these are; empty when nobody says
     * @param user name of the person who uploads
     * @throws ProblemException not found when there is no such collection
     */
    @Transactional
    public Upload start(UUID collection, String custodian, String user) {
        return start(collection, new Upload.Beginning(custodian, "", Upload.Source.API, user));
    }

    /**
     * Starts an upload.
     *
     * @throws ProblemException not found when there is no such collection
     */
    @Transactional
    public Upload start(UUID collection, Upload.Beginning beginning) {
        Upload upload =
                new Upload(UUID.randomUUID(), collections.require(collection).id(), beginning, Instant.now());
        entityManager.persist(upload);
        audit.record(
                "upload.begin",
                "upload/" + upload.id(),
                "into " + collections.require(collection).name());
        return upload;
    }

    /** The uploads of a collection that still take files, the latest first. */
    @Transactional
    public List<Upload> open(UUID collection, Upload.Source source) {
        return entityManager
                .createQuery(
                        "select u from Upload u where u.collectionId = :id and u.source = :source and u.state = :open"
                                + " order by u.createdAt desc",
                        Upload.class)
                .setParameter("id", collection)
                .setParameter("source", source)
                .setParameter("open", Upload.State.OPEN)
                .getResultList();
    }

    /** The uploads of a collection, the latest first. */
    @Transactional
    public List<Upload> of(UUID collection) {
        return entityManager
                .createQuery(
                        "select u from Upload u where u.collectionId = :id order by u.createdAt desc", Upload.class)
                .setParameter("id", collection)
                .getResultList();
    }

    /** The latest uploads of the tenant. */
    @Transactional
    public List<Upload> latest(int most) {
        return entityManager
                .createQuery("select u from Upload u order by u.createdAt desc", Upload.class)
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * The upload with this id.
     *
     * @throws ProblemException not found, also for uploads of other tenants
     */
    @Transactional
    public Upload require(UUID id) {
        return entityManager
                .createQuery("select u from Upload u where u.id = :id", Upload.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("There is no upload " + id + " that you may see: check the id"));
    }

    /**
     * The upload with this id, when it takes files.
     *
     * @throws ProblemException not found, or 409 when it has ended
     */
    @Transactional
    public Upload requireOpen(UUID id) {
        Upload upload = require(id);
        if (upload.state() != Upload.State.OPEN) {
            throw new ProblemException(
                    409, "Upload ended", "Upload " + id + " has ended; start a new upload for further files.");
        }
        return upload;
    }

    /** Says that everything was sent. Doing it again changes nothing. */
    @Transactional
    public Upload complete(UUID id) {
        return end(id, Upload.State.COMPLETE);
    }

    /** Says that nothing more will be sent; what was acknowledged stays and is processed. */
    @Transactional
    public Upload cancel(UUID id) {
        return end(id, Upload.State.CANCELLED);
    }

    private Upload end(UUID id, Upload.State state) {
        Upload upload = require(id);
        if (upload.state() == Upload.State.OPEN) {
            upload.end(state, Instant.now());
            audit.record(
                    switch (state) {
                        case COMPLETE -> "upload.complete";
                        case CANCELLED -> "upload.cancel";
                        case OPEN -> throw new IllegalArgumentException("an upload does not end open");
                    },
                    "upload/" + id,
                    received(id) + " files received, into "
                            + collections.require(upload.collectionId()).name());
        }
        return upload;
    }

    private long received(UUID id) {
        return ((Number) entityManager
                        .createNativeQuery("select count(*) from document where upload_id = :id and parent_id is null")
                        .setParameter("id", id)
                        .getSingleResult())
                .longValue();
    }
}
