package io.docket.web.pipeline;

import io.docket.web.tenant.TenantScope;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Renews the leases of a batch while it is worked on: one archive may take longer than any lease that is short enough to
 * notice a dead process by.
 */
final class LeaseKeeper {
    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    /** Well within the lease, so that a renewal or two may fail. */
    private static final Duration RENEWAL = Step.EXTRACT.lease().dividedBy(4);

    private final CountDownLatch done = new CountDownLatch(1);

    private LeaseKeeper() {}

    /** Does the work, renewing the leases of these documents each time a quarter of their length has passed. */
    static void keep(
            Collection<ClaimedDocument> batch, String tenant, DocumentClaims claims, TenantScope scope, Runnable work) {
        LeaseKeeper keeper = new LeaseKeeper();
        List<UUID> ids = batch.stream().map(ClaimedDocument::id).toList();
        Thread.ofVirtual().name("docket-leases").start(() -> keeper.renew(ids, tenant, claims, scope));
        try {
            work.run();
        } finally {
            keeper.done.countDown();
        }
    }

    private void renew(List<UUID> ids, String tenant, DocumentClaims claims, TenantScope scope) {
        try {
            while (!done.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    scope.runAs(tenant, () -> claims.renew(ids, Step.EXTRACT.lease()));
                } catch (RuntimeException passing) {
                    // The lease still runs for most of its time; the next renewal may succeed.
                    LOG.warnf(passing, "Leases of %d documents could not be renewed", ids.size());
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
