package io.docket.web.upload;

import io.docket.web.pipeline.DocumentIds;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The uploads of the present tenant. */
@ApplicationScoped
public class Uploads {
    private final EntityManager entityManager;
    private final Collections collections;

    Uploads(EntityManager entityManager, Collections collections) {
        this.entityManager = entityManager;
        this.collections = collections;
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
        Upload upload = new Upload(
                UUID.randomUUID(), collections.require(collection).id(), custodian.strip(), Instant.now(), user);
        entityManager.persist(upload);
        return upload;
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

    /**
     * Notes what the sender intends to send and answers what is still missing, so that an interrupted upload can go on
     * where it stopped. Entries add to those noted before.
     *
     * @return the paths of {@code entries} that were not acknowledged yet, in their order
     */
    @Transactional
    public List<String> announce(UUID id, List<ManifestEntry> entries) {
        Upload upload = require(id);
        for (ManifestEntry entry : entries) {
            entityManager
                    .createNativeQuery("""
                            insert into upload_manifest_entry (upload_id, tenant_id, id, path, size)
                            values (:upload, docket_tenant(), :id, :path, :size) on conflict do nothing""")
                    .setParameter("upload", upload.id())
                    .setParameter(
                            "id", DocumentIds.ofFile(upload.id(), entry.path().value()))
                    .setParameter("path", entry.path().value())
                    .setParameter("size", entry.size())
                    .executeUpdate();
        }
        List<?> ids = entityManager
                .createNativeQuery("""
                        select m.id from upload_manifest_entry m left join document d on d.id = m.id
                        where m.upload_id = :upload and d.id is null""", UUID.class)
                .setParameter("upload", upload.id())
                .getResultList();
        Set<?> missing = Set.copyOf(ids);
        return entries.stream()
                .map(entry -> entry.path().value())
                .filter(path -> missing.contains(DocumentIds.ofFile(upload.id(), path)))
                .toList();
    }

    /** How many files the sender announced; 0 when it announced none. */
    @Transactional
    public long announced(UUID id) {
        return ((Number) entityManager
                        .createNativeQuery("select count(*) from upload_manifest_entry where upload_id = :id")
                        .setParameter("id", id)
                        .getSingleResult())
                .longValue();
    }

    private Upload end(UUID id, Upload.State state) {
        Upload upload = require(id);
        if (upload.state() == Upload.State.OPEN) {
            upload.end(state, Instant.now());
        }
        return upload;
    }

    /**
     * A file that will be sent.
     *
     * @param path where it is in the sender's folders
     * @param size its bytes, zero or more
     */
    public record ManifestEntry(UploadPath path, long size) {}
}
