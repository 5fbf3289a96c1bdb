package io.docket.web.support;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.Documents;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Questions handed over to support staff, with what was tried. */
@ApplicationScoped
public class Handovers {
    private final EntityManager entityManager;
    private final SupportQuestions questions;
    private final Documents documents;
    private final CurrentUser user;
    private final AuditLog audit;

    Handovers(
            EntityManager entityManager,
            SupportQuestions questions,
            Documents documents,
            CurrentUser user,
            AuditLog audit) {
        this.entityManager = entityManager;
        this.questions = questions;
        this.documents = documents;
        this.user = user;
        this.audit = audit;
    }

    /** Which hand-overs a list holds. */
    enum Which {
        OPEN,
        CLOSED,
        ALL;

        /**
         * Reads a name such as {@code open}.
         *
         * @throws ProblemException for any other
         */
        static Which parse(String name) {
            return switch (name) {
                case "open" -> OPEN;
                case "closed" -> CLOSED;
                case "all" -> ALL;
                default -> throw ProblemException.badRequest("Ask for open, closed or all hand-overs, not " + name);
            };
        }

        private String condition() {
            return switch (this) {
                case OPEN -> " where h.closedAt is null";
                case CLOSED -> " where h.closedAt is not null";
                case ALL -> "";
            };
        }
    }

    /**
     * Hands the own question over.
     *
     * @throws ProblemException not found; conflict when somebody else asked
     */
    @Transactional
    Handover create(UUID questionId, String note) {
        SupportQuestion question = questions.require(questionId);
        questions.requireOwn(question);
        String trimmed = usable(note, Handover.LONGEST_NOTE);
        Optional<Handover> present = of(questionId);
        if (present.isPresent()) {
            throw ProblemException.conflict("This question was handed over already: its number is "
                    + present.get().id());
        }
        Handover handover = new Handover(questionId, trimmed, Instant.now());
        entityManager.persist(handover);
        audit.record("support.hand-over", "question/" + questionId, "hand-over/" + handover.id());
        return handover;
    }

    /** The hand-over of a question. */
    @Transactional
    Optional<Handover> of(UUID questionId) {
        return entityManager
                .createQuery("select h from Handover h where h.questionId = :question", Handover.class)
                .setParameter("question", questionId)
                .getResultStream()
                .findFirst();
    }

    /** The hand-overs with what was tried, the latest first. */
    @Transactional
    List<Dossier> list(Which which, int most) {
        List<Handover> handovers = entityManager
                .createQuery(
                        "select h from Handover h" + which.condition() + " order by h.createdAt desc", Handover.class)
                .setMaxResults(most)
                .getResultList();
        List<Dossier> dossiers = new ArrayList<>();
        handovers.forEach(handover -> dossiers.add(dossier(handover)));
        return dossiers;
    }

    /** How many wait. */
    @Transactional
    long waiting() {
        return entityManager
                .createQuery("select count(h) from Handover h where h.closedAt is null", Long.class)
                .getSingleResult();
    }

    /**
     * One hand-over with what was tried.
     *
     * @throws ProblemException not found
     */
    @Transactional
    Dossier require(UUID id) {
        return dossier(find(id));
    }

    /**
     * Closes a hand-over; closing again replaces the outcome.
     *
     * @throws ProblemException not found
     */
    @Transactional
    Dossier close(UUID id, String outcome) {
        Handover handover = find(id);
        handover.close(usable(outcome, Handover.LONGEST_OUTCOME), user.displayName(), Instant.now());
        audit.record("support.close", "hand-over/" + id, "");
        return dossier(handover);
    }

    private Handover find(UUID id) {
        return entityManager
                .createQuery("select h from Handover h where h.id = :id", Handover.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("There is no hand-over " + id + " that you may see: check the id"));
    }

    private Dossier dossier(Handover handover) {
        SupportQuestion question = entityManager
                .createQuery("select q from SupportQuestion q where q.id = :id", SupportQuestion.class)
                .setParameter("id", handover.questionId())
                .getSingleResult();
        List<Tried> tried = new ArrayList<>();
        for (ShownPassage passage : questions.shown(question.id())) {
            documents.find(passage.documentId()).ifPresent(document -> tried.add(new Tried(passage, document)));
        }
        return new Dossier(handover, question, tried);
    }

    private static String usable(String text, int longest) {
        String trimmed = text == null ? "" : text.strip();
        if (trimmed.length() > longest) {
            throw ProblemException.badRequest(
                    "A note has at most " + longest + " characters, and this one has " + trimmed.length());
        }
        return trimmed;
    }

    /** A document that was shown for the question. */
    public record Tried(ShownPassage passage, Document document) {
        public String title() {
            return document.title().isBlank() ? document.name() : document.title();
        }

        public boolean opened() {
            return passage.openedAt().isPresent();
        }
    }

    /** A hand-over with everything that whoever takes it over should know. */
    public record Dossier(Handover handover, SupportQuestion question, List<Tried> tried) {
        public List<Tried> opened() {
            return tried.stream().filter(Tried::opened).toList();
        }
    }
}
