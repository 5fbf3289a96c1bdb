package io.docket.web.pipeline;

import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds documents of the present tenant by their records; search finds them by content. */
@ApplicationScoped
public class Documents {
    /** Most documents of one page. */
    public static final int LARGEST_PAGE = 500;

    private final EntityManager entityManager;

    Documents(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * The document with this id.
     *
     * @throws ProblemException not found, also for documents of other tenants
     */
    @Transactional
    public Document require(UUID id) {
        return find(id).orElseThrow(() ->
                ProblemException.notFound("There is no document " + id + " that you may see: check the id"));
    }

    /** The document with this id. */
    @Transactional
    public Optional<Document> find(UUID id) {
        return entityManager
                .createQuery("select d from Document d where d.id = :id", Document.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }

    /** The family of a document, its head first: the mail and its attachments. */
    @Transactional
    public List<Document> family(UUID familyId) {
        return entityManager
                .createQuery(
                        "select d from Document d where d.familyId = :family order by d.depth, d.position, d.path",
                        Document.class)
                .setParameter("family", familyId)
                .setMaxResults(LARGEST_PAGE)
                .getResultList();
    }

    /** What lies directly inside a document. */
    @Transactional
    public List<Document> children(UUID parent) {
        return entityManager
                .createQuery(
                        "select d from Document d where d.parentId = :parent order by d.position, d.id", Document.class)
                .setParameter("parent", parent)
                .setMaxResults(LARGEST_PAGE)
                .getResultList();
    }

    /** The later copies of a document: every path and custodian that the same bytes came from. */
    @Transactional
    public List<Document> copies(UUID first) {
        return entityManager
                .createQuery(
                        "select d from Document d where d.duplicateOf = :first order by d.createdAt, d.id",
                        Document.class)
                .setParameter("first", first)
                .setMaxResults(LARGEST_PAGE)
                .getResultList();
    }

    /** The mails of a conversation, the oldest first. */
    @Transactional
    public List<Document> thread(UUID thread) {
        return entityManager
                .createQuery(
                        "select d from Document d where d.threadId = :thread order by d.documentDate nulls last, d.id",
                        Document.class)
                .setParameter("thread", thread)
                .setMaxResults(LARGEST_PAGE)
                .getResultList();
    }

    /** A group of near-duplicates: its first document, then the others, the most similar first. */
    @Transactional
    public List<Document> nearGroup(UUID group) {
        return entityManager
                .createQuery(
                        "select d from Document d where d.nearGroup = :group order by case when d.id = :group then 0 else 1 end,"
                                + " d.nearSimilarity desc, d.id",
                        Document.class)
                .setParameter("group", group)
                .setMaxResults(LARGEST_PAGE)
                .getResultList();
    }

    /**
     * The documents of an upload by path, one page after the other.
     *
     * @param status which of them
     * @param after path and id of the last document of the page before; empty for the first page
     * @param size documents per page, 1 to {@value #LARGEST_PAGE}
     */
    @Transactional
    public List<Document> ofUpload(UUID upload, Status status, Optional<Place> after, int size) {
        return page("d.uploadId = :id", upload, status, after, size);
    }

    /** The documents of a collection by path; see {@link #ofUpload}. */
    @Transactional
    public List<Document> ofCollection(UUID collection, Status status, Optional<Place> after, int size) {
        return page("d.collectionId = :id", collection, status, after, size);
    }

    private List<Document> page(String condition, UUID id, Status status, Optional<Place> after, int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw ProblemException.badRequest(
                    "A page has 1 to " + LARGEST_PAGE + " documents, not " + size + ": follow next instead");
        }
        String from = after.isEmpty() ? "" : " and (d.path > :path or (d.path = :path and d.id > :last))";
        TypedQuery<Document> query = entityManager
                .createQuery(
                        "select d from Document d where " + condition + status.condition() + from
                                + " order by d.path, d.id",
                        Document.class)
                .setParameter("id", id)
                .setMaxResults(size);
        after.ifPresent(place -> query.setParameter("path", place.path()).setParameter("last", place.id()));
        status.bind(query);
        return query.getResultList();
    }

    /**
     * Where a page of a list ended.
     *
     * @param path path of its last document
     * @param id id of its last document
     */
    public record Place(String path, UUID id) {}
}
