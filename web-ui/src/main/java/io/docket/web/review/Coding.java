package io.docket.web.review;

import io.docket.web.pipeline.IndexDebts;
import io.docket.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Gives tags to documents and takes them back: the one place that changes coding. Documents are locked while they are coded
 * (by their debts to the index), so that two reviewers cannot overwrite each other unseen.
 */
@ApplicationScoped
class Coding {
    /** Documents that are coded in one transaction: short locks, few round trips. */
    static final int PORTION = 1_000;

    private static final int LONGEST_DESCRIPTION = 500;

    private final EntityManager entityManager;
    private final CodingStore store;
    private final IndexDebts debts;

    Coding(EntityManager entityManager, CodingStore store, IndexDebts debts) {
        this.entityManager = entityManager;
        this.store = store;
        this.debts = debts;
    }

    /** Who codes. */
    record Reviewer(String id, String name) {}

    /** Begins a batch. */
    @Transactional
    CodingBatch begin(CodingBatch.Scope scope, String description, Reviewer reviewer) {
        String fitting = description.length() > LONGEST_DESCRIPTION
                ? description.substring(0, LONGEST_DESCRIPTION - 1) + "…"
                : description;
        CodingBatch batch =
                new CodingBatch(UUID.randomUUID(), scope, fitting, Instant.now(), reviewer.name(), reviewer.id());
        entityManager.persist(batch);
        return batch;
    }

    /**
     * Codes documents as part of a batch; those that do not exist or may not be seen are passed over, and coding a document
     * twice within a batch does nothing the second time.
     *
     * @return how many documents may be seen
     */
    @Transactional
    int code(UUID batch, Decision decision, Collection<UUID> documents, String user) {
        List<UUID> visible = store.visible(documents);
        // takes the locks
        debts.labelsChanged(visible);
        entityManager.flush();
        Map<UUID, Map<UUID, Set<UUID>>> before = store.tags(visible);
        List<CodingStore.Change> changes = new ArrayList<>();
        for (UUID document : visible) {
            for (Decision.SetChange change : decision.changes()) {
                Set<UUID> had = before.getOrDefault(document, Map.of())
                        .getOrDefault(change.set().id(), Set.of());
                Set<UUID> has = change.after(had);
                if (!has.equals(had)) {
                    changes.add(
                            new CodingStore.Change(document, change.set().id(), List.copyOf(had), List.copyOf(has)));
                }
            }
        }
        store.apply(changes, user);
        store.remember(batch, changes);
        return visible.size();
    }

    /** Ends a batch that has looked at so many documents. */
    @Transactional
    CodingBatch finish(UUID batch, long documents) {
        CodingBatch found = require(batch);
        found.done(documents, store.changed(batch));
        return found;
    }

    /** The latest batch of a reviewer that can be taken back. */
    @Transactional
    Optional<CodingBatch> latest(String reviewer) {
        return entityManager
                .createQuery(
                        "select b from CodingBatch b where b.createdById = :id and b.state = :done and b.changed > 0"
                                + " order by b.createdAt desc, b.id",
                        CodingBatch.class)
                .setParameter("id", reviewer)
                .setParameter("done", CodingBatch.State.DONE)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The latest batches of the tenant. */
    @Transactional
    List<CodingBatch> batches(int most) {
        return entityManager
                .createQuery("select b from CodingBatch b order by b.createdAt desc, b.id", CodingBatch.class)
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * The batch with this id.
     *
     * @throws ProblemException not found, also for batches of other tenants
     */
    @Transactional
    CodingBatch require(UUID id) {
        return entityManager
                .createQuery("select b from CodingBatch b where b.id = :id", CodingBatch.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no batch of coding " + id + " that you may see: check the id"));
    }

    /**
     * Marks a batch as being taken back.
     *
     * @throws ProblemException not found; forbidden for another reviewer's; conflict unless it is done
     */
    @Transactional
    CodingBatch beginUndo(UUID id, Reviewer reviewer) {
        CodingBatch batch = require(id);
        if (!batch.createdById().equals(reviewer.id())) {
            throw new ProblemException(
                    403, "Not allowed", "Only " + batch.createdBy() + " can take this coding back: ask, or code again");
        }
        switch (batch.state()) {
            case DONE -> batch.undoing();
            case RUNNING -> throw ProblemException.conflict("This coding is still going on: wait, or cancel its job");
            case UNDOING, UNDONE -> throw ProblemException.conflict("This coding was taken back already");
        }
        return batch;
    }

    /**
     * Takes a batch back that {@link #beginUndo} has marked, in transactions of its own: each document gets what it had
     * before, unless somebody has coded it otherwise since.
     *
     * @param progress told the number of documents done after each portion
     */
    CodingBatch undo(UUID batch, String user, LongConsumer progress) {
        UUID after = new UUID(0, 0);
        long done = 0;
        while (true) {
            UUID start = after;
            List<CodingStore.Change> changes =
                    QuarkusTransaction.requiringNew().call(() -> store.changes(batch, start, PORTION));
            if (changes.isEmpty()) {
                break;
            }
            QuarkusTransaction.requiringNew().run(() -> restore(batch, changes, user));
            done += changes.stream()
                    .map(CodingStore.Change::document)
                    .distinct()
                    .count();
            after = changes.getLast().document();
            progress.accept(done);
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            CodingBatch undone = require(batch);
            undone.undone();
            return undone;
        });
    }

    private void restore(UUID batch, List<CodingStore.Change> changes, String user) {
        Set<UUID> documents = new LinkedHashSet<>();
        changes.forEach(change -> documents.add(change.document()));
        debts.labelsChanged(documents);
        entityManager.flush();
        Map<UUID, Map<UUID, Set<UUID>>> now = store.tags(documents);
        List<CodingStore.Change> back = new ArrayList<>();
        long kept = 0;
        for (CodingStore.Change change : changes) {
            Set<UUID> has = now.getOrDefault(change.document(), Map.of()).getOrDefault(change.tagSet(), Set.of());
            if (has.equals(Set.copyOf(change.after()))) {
                back.add(new CodingStore.Change(change.document(), change.tagSet(), change.after(), change.before()));
            } else if (!has.equals(Set.copyOf(change.before()))) {
                kept++;
            }
        }
        store.apply(back, user);
        require(batch).keep(kept);
    }
}
