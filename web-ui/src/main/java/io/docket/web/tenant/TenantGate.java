package io.docket.web.tenant;

import io.quarkus.security.ForbiddenException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets a signed-in user through only when the token names one tenant, and makes sure that the tenant has its row.
 * Administrators of the platform pass without a tenant: row-level security shows them nothing that belongs to one.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
final class TenantGate implements ContainerRequestFilter {
    private final CurrentUser user;
    private final Tenants tenants;

    TenantGate(CurrentUser user, Tenants tenants) {
        this.user = user;
        this.tenants = tenants;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (user.isAnonymous()) {
            return;
        }
        user.tenant().ifPresentOrElse(tenants::register, this::refuseUnlessPlatformAdmin);
    }

    private void refuseUnlessPlatformAdmin() {
        if (!user.hasRole(Roles.PLATFORM_ADMIN)) {
            throw new ForbiddenException(
                    "User " + user.displayName()
                            + " belongs to no organisation, or to several: an administrator makes the user a member of exactly one");
        }
    }
}
