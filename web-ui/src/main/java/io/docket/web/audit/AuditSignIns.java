package io.docket.web.audit;

import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.docket.web.tenant.TokenTenant;
import io.quarkus.oidc.SecurityEvent;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/**
 * Records who signs in to the pages and who signs out. Tokens of the API prove themselves with every call and are not noted.
 *
 * <p>The writing is done on a thread of its own, because it waits for the database. It is not the container's asynchronous
 * delivery of events: that runs on the context of the request that signs in or renews its session, and ends the context while
 * the request is still being served.
 */
@ApplicationScoped
class AuditSignIns {
    private static final Logger LOG = Logger.getLogger(AuditSignIns.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AuditLog log;
    private final Tenants tenants;
    private final TenantScope scope;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("docket-sign-ins").factory());

    AuditSignIns(AuditLog log, Tenants tenants, TenantScope scope) {
        this.log = log;
        this.tenants = tenants;
        this.scope = scope;
    }

    void note(@Observes SecurityEvent event) {
        SecurityIdentity identity = event.getSecurityIdentity();
        switch (event.getEventType()) {
            case OIDC_LOGIN -> writer.execute(() -> record(identity, "session.begin"));
            case OIDC_LOGOUT_RP_INITIATED -> writer.execute(() -> record(identity, "session.end"));
            default -> {
                // Refreshed sessions and the provider's own messages say nothing about what a person did.
            }
        }
    }

    @PreDestroy
    void finish() throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("The last sign-ins could not be noted: the database does not answer");
        }
    }

    private void record(SecurityIdentity identity, String action) {
        try {
            TokenTenant.of(identity)
                    .ifPresent(tenant -> scope.runAs(tenant, () -> {
                        tenants.register(tenant);
                        log.recordFor(
                                claim(identity, "sub"),
                                name(identity),
                                action,
                                "person/" + claim(identity, "preferred_username"),
                                "");
                    }));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e, "%s of %s could not be noted in the audit log", action, claim(identity, "preferred_username"));
        }
    }

    private static String name(SecurityIdentity identity) {
        String full = claim(identity, "name");
        return full.isBlank() ? claim(identity, "preferred_username") : full;
    }

    private static String claim(SecurityIdentity identity, String name) {
        return identity.getPrincipal() instanceof JsonWebToken token && token.getClaim(name) != null
                ? token.getClaim(name).toString()
                : "";
    }
}
