package io.docket.web.tenant;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import java.util.Optional;

/**
 * For which tenant the running code works.
 *
 * <p>Inside a request it is the user's tenant. Background work says it: {@code scope.callAs(tenantId, () -> …)}. Code that
 * does neither works for no tenant, and the database shows it nothing. Thread-safe; a scope covers the thread that opened it
 * and not the threads which that thread starts.
 */
@ApplicationScoped
public class TenantScope {
    private static final ScopedValue<String> EXPLICIT = ScopedValue.newInstance();
    private static final ScopedValue<Member> MEMBER = ScopedValue.newInstance();

    private final CurrentIdentityAssociation identities;

    TenantScope(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /** The tenant the running code works for; empty when for none. */
    public Optional<String> current() {
        if (EXPLICIT.isBound()) {
            return Optional.of(EXPLICIT.get());
        }
        if (!Arc.container().requestContext().isActive()) {
            return Optional.empty();
        }
        return TokenTenant.of(identities.getIdentity());
    }

    /**
     * The person whose limits the running code keeps to: the database hides the collections that are closed to this
     * person. Empty for administrators of the tenant and for the appliance's own work, which see every collection.
     */
    public Optional<Member> member() {
        if (EXPLICIT.isBound()) {
            return MEMBER.isBound() ? Optional.of(MEMBER.get()) : Optional.empty();
        }
        if (!Arc.container().requestContext().isActive()) {
            return Optional.empty();
        }
        return TokenTenant.member(identities.getIdentity());
    }

    /** Like {@link #callAs(String, Work)}, limited to what one person may see. */
    public <T, X extends Exception> T callAs(String tenantId, Member member, Work<T, X> work) throws X {
        return ScopedValue.where(MEMBER, member).call(() -> callAs(tenantId, work));
    }

    /**
     * Runs work for one tenant, in a request context of its own and outside any transaction of the caller; the work begins
     * its own transactions.
     *
     * @throws IllegalStateException when a transaction is active: its connection already belongs to a tenant
     * @throws X what the work throws
     */
    public <T, X extends Exception> T callAs(String tenantId, Work<T, X> work) throws X {
        TenantName.require(tenantId);
        if (QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("Work for tenant " + tenantId
                    + " cannot start inside a transaction, which belongs to the tenant that began it: end it first");
        }
        return ScopedValue.where(EXPLICIT, tenantId).call(() -> inRequestContextOfItsOwn(work));
    }

    /** Like {@link #callAs} for work without a result. */
    public void runAs(String tenantId, Runnable work) {
        this.<Boolean, RuntimeException>callAs(tenantId, () -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    private static <T, X extends Exception> T inRequestContextOfItsOwn(Work<T, X> work) throws X {
        ManagedContext requestContext = Arc.container().requestContext();
        var outer = requestContext.getStateIfActive();
        requestContext.activate();
        try {
            return work.call();
        } finally {
            requestContext.terminate();
            if (outer != null) {
                requestContext.activate(outer);
            }
        }
    }

    /** Work with a result. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        /** Does the work. */
        T call() throws X;
    }
}
