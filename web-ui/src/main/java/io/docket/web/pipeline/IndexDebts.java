package io.docket.web.pipeline;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.UUID;

/**
 * Notes that the index has to learn something. The note is part of the caller's transaction, so that the change and the
 * note are there together or not at all; the index step pays the debt soon after.
 */
@ApplicationScoped
public class IndexDebts {
    private final EntityManager entityManager;
    private final WorkSignal signal;
    private final TransactionSynchronizationRegistry transactions;

    IndexDebts(EntityManager entityManager, WorkSignal signal, TransactionSynchronizationRegistry transactions) {
        this.entityManager = entityManager;
        this.signal = signal;
        this.transactions = transactions;
    }

    /** Labels, predictions or codings of these documents have changed. */
    @Transactional
    public void labelsChanged(Collection<UUID> documents) {
        if (documents.isEmpty()) {
            return;
        }
        // Locked in the order of ids whatever the plan, as everybody does who changes many documents: see
        // DocumentClaims.HELD.
        entityManager
                .createNativeQuery("""
                        update document set revision = revision + 1,
                            index_debt = case when index_debt = 'ALL' then 'ALL' else 'LABELS' end
                        where id in (
                            select id from document where id in :documents order by id for no key update)""")
                .setParameter("documents", documents)
                .executeUpdate();
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // The workers may look only once the transaction can be seen.
            }

            @Override
            public void afterCompletion(int status) {
                signal.workArrived();
            }
        });
    }
}
