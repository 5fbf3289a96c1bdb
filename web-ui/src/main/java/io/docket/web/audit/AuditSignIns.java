package io.docket.web.audit;

import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.docket.web.tenant.TokenTenant;
import io.quarkus.oidc.SecurityEvent;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Records who signs in to the pages and who signs out. Tokens of the API prove themselves with every call and are not noted. */
@ApplicationScoped
class AuditSignIns {
    private final AuditLog log;
    private final Tenants tenants;
    private final TenantScope scope;

    AuditSignIns(AuditLog log, Tenants tenants, TenantScope scope) {
        this.log = log;
        this.tenants = tenants;
        this.scope = scope;
    }

    /** On a thread of its own, because writing waits for the database. */
    void record(@ObservesAsync SecurityEvent event) {
        switch (event.getEventType()) {
            case OIDC_LOGIN -> record(event.getSecurityIdentity(), "session.begin");
            case OIDC_LOGOUT_RP_INITIATED -> record(event.getSecurityIdentity(), "session.end");
            default -> {
                // Refreshed sessions and the provider's own messages say nothing about what a person did.
            }
        }
    }

    private void record(SecurityIdentity identity, String action) {
        TokenTenant.of(identity).ifPresent(tenant -> {
            tenants.register(tenant);
            scope.runAs(
                    tenant,
                    () -> log.recordFor(
                            claim(identity, "sub"),
                            name(identity),
                            action,
                            "person/" + claim(identity, "preferred_username"),
                            ""));
        });
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
