package io.docket.web.account;

import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The thread that deletes uploads and removes files that nothing uses any more, one tenant after the other. */
@ApplicationScoped
public class DeletionWorker {
    private static final Logger LOG = Logger.getLogger(DeletionWorker.class);

    /** Without a wake-up: for files whose time comes and documents that were being worked on. */
    private static final long LOOK_AGAIN_SECONDS = 5;

    private final Tenants tenants;
    private final TenantScope scope;
    private final DeletionStep step;
    private final LeftoverBlobs leftovers;
    private final Semaphore wakeUps = new Semaphore(0);
    private Thread thread;

    DeletionWorker(Tenants tenants, TenantScope scope, DeletionStep step, LeftoverBlobs leftovers) {
        this.tenants = tenants;
        this.scope = scope;
        this.step = step;
        this.leftovers = leftovers;
    }

    /** Starts the thread. Call it once. */
    public synchronized void start() {
        thread = Thread.ofPlatform().name("docket-delete").daemon(true).start(this::loop);
    }

    /** Ends the thread after its present step. */
    public synchronized void stop() {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that a deletion was asked for. */
    void wake() {
        wakeUps.release();
    }

    private void loop() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean more = false;
                for (String tenant : tenants.all()) {
                    more |= work(tenant);
                }
                if (!more && wakeUps.tryAcquire(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean work(String tenant) {
        try {
            return scope.<Boolean, IOException>callAs(tenant, () -> step.work(tenant) | leftovers.remove(tenant));
        } catch (IOException | RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.errorf(e, "The deletion of documents of tenant %s met a fault and is tried again", tenant);
            }
            return false;
        }
    }
}
