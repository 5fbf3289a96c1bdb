package io.docket.web.review;

import io.docket.web.pipeline.Documents;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The notes of reviewers. */
@ApplicationScoped
class Notes {
    private final EntityManager entityManager;
    private final Documents documents;

    Notes(EntityManager entityManager, Documents documents) {
        this.entityManager = entityManager;
        this.documents = documents;
    }

    /** The notes on a document, the oldest first. */
    @Transactional
    List<Note> of(UUID document) {
        return entityManager
                .createQuery("select n from Note n where n.documentId = :id order by n.writtenAt, n.id", Note.class)
                .setParameter("id", document)
                .getResultList();
    }

    /**
     * Writes a note.
     *
     * @throws ProblemException when the document may not be seen
     */
    @Transactional
    Note write(UUID document, String content, Coding.Reviewer reviewer) {
        Note note = new Note(
                UUID.randomUUID(),
                documents.require(document).id(),
                content.strip(),
                Instant.now(),
                reviewer.name(),
                reviewer.id());
        entityManager.persist(note);
        return note;
    }

    /**
     * Removes a note of one's own.
     *
     * @throws ProblemException not found, or written by somebody else
     */
    @Transactional
    void remove(UUID document, UUID note, Coding.Reviewer reviewer) {
        Note found = of(document).stream()
                .filter(each -> each.id().equals(note))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no note " + note + " on this document that you may see: check the id"));
        if (!found.writtenById().equals(reviewer.id())) {
            throw new ProblemException(403, "Not allowed", "Only " + found.writtenBy() + " can remove this note");
        }
        entityManager.remove(found);
    }
}
