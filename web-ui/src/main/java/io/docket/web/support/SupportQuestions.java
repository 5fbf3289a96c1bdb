package io.docket.web.support;

import io.docket.index.AnswerPassage;
import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Keeps what was asked, what was shown for it, what was opened, and whether it helped. */
@ApplicationScoped
class SupportQuestions {
    private final EntityManager entityManager;
    private final CurrentUser user;
    private final AuditLog audit;

    SupportQuestions(EntityManager entityManager, CurrentUser user, AuditLog audit) {
        this.entityManager = entityManager;
        this.user = user;
        this.audit = audit;
    }

    /**
     * A question without surrounding blanks.
     *
     * @throws ProblemException when nothing is asked, or too much
     */
    static String usable(String question) {
        String trimmed = question == null ? "" : question.strip().replaceAll("\\s+", " ");
        if (trimmed.isEmpty()) {
            throw ProblemException.badRequest("Nothing was asked: write what the problem is");
        }
        if (trimmed.length() > SupportQuestion.LONGEST) {
            throw ProblemException.badRequest("A question has at most " + SupportQuestion.LONGEST
                    + " characters, and this one has " + trimmed.length() + ": say it shorter");
        }
        return trimmed;
    }

    /** Records a question of the present person with what is shown for it. */
    @Transactional
    SupportQuestion record(String question, Answer answer) {
        SupportQuestion asked = new SupportQuestion(question, Instant.now(), user.userId(), user.displayName(), answer);
        entityManager.persist(asked);
        List<AnswerPassage> passages = answer.response().passages();
        Set<UUID> present = present(passages);
        for (int i = 0; i < passages.size(); i++) {
            AnswerPassage passage = passages.get(i);
            if (present.contains(documentOf(passage))) {
                entityManager.persist(new ShownPassage(
                        asked.id(),
                        documentOf(passage),
                        i + 1,
                        passage.range().start(),
                        passage.range().end()));
            }
        }
        audit.record("support.ask", "question/" + asked.id(), asked.answered() ? "answered" : "no answer");
        return asked;
    }

    private static UUID documentOf(AnswerPassage passage) {
        return UUID.fromString(passage.document().id());
    }

    /** Those documents that have a record: one that was deleted a moment ago may still be in the index. */
    private Set<UUID> present(List<AnswerPassage> passages) {
        if (passages.isEmpty()) {
            return Set.of();
        }
        List<UUID> ids = new ArrayList<>();
        passages.forEach(passage -> ids.add(documentOf(passage)));
        return Set.copyOf(entityManager
                .createQuery("select d.id from Document d where d.id in :ids", UUID.class)
                .setParameter("ids", ids)
                .getResultList());
    }

    /**
     * A question: one's own, or anybody's for support staff.
     *
     * @throws ProblemException not found
     */
    @Transactional
    SupportQuestion require(UUID id) {
        return entityManager
                .createQuery("select q from SupportQuestion q where q.id = :id", SupportQuestion.class)
                .setParameter("id", id)
                .getResultStream()
                .filter(question -> question.askedBy().equals(user.userId()) || user.hasRole(Roles.AGENT))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("There is no question " + id + " that you may see: ask it again"));
    }

    /** The latest questions of the present person. */
    @Transactional
    List<SupportQuestion> own(int most) {
        return entityManager
                .createQuery(
                        "select q from SupportQuestion q where q.askedBy = :user order by q.askedAt desc",
                        SupportQuestion.class)
                .setParameter("user", user.userId())
                .setMaxResults(most)
                .getResultList();
    }

    /** What was shown for a question, in its order. */
    @Transactional
    List<ShownPassage> shown(UUID question) {
        return entityManager
                .createQuery(
                        "select p from ShownPassage p where p.questionId = :question order by p.rank",
                        ShownPassage.class)
                .setParameter("question", question)
                .getResultList();
    }

    /** Notes that the person who asked opened a source; what support staff open of others' questions does not count. */
    @Transactional
    void opened(UUID question, UUID document) {
        if (!require(question).askedBy().equals(user.userId())) {
            return;
        }
        entityManager
                .createQuery(
                        "select p from ShownPassage p where p.questionId = :question and p.documentId = :document",
                        ShownPassage.class)
                .setParameter("question", question)
                .setParameter("document", document)
                .getResultStream()
                .forEach(passage -> passage.opened(Instant.now()));
    }

    /**
     * Notes whether it helped; the latest word counts.
     *
     * @throws ProblemException not found; conflict when somebody else asked
     */
    @Transactional
    SupportQuestion helped(UUID id, boolean helped) {
        SupportQuestion question = require(id);
        requireOwn(question);
        question.helped(helped, Instant.now());
        audit.record("support.helped", "question/" + id, helped ? "yes" : "no");
        return question;
    }

    /** @throws ProblemException conflict when somebody else asked */
    void requireOwn(SupportQuestion question) {
        if (!question.askedBy().equals(user.userId())) {
            throw ProblemException.conflict("Only who asked can say this; question " + question.id() + " is not yours");
        }
    }
}
