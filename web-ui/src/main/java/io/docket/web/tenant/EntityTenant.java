package io.docket.web.tenant;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells Hibernate which tenant a session is for: it fills and filters every {@code @TenantId} field with it. */
@ApplicationScoped
@PersistenceUnitExtension
final class EntityTenant implements TenantResolver {
    /** Stands for "no tenant"; it is no valid identifier, so no row can have it. */
    static final String NONE = "";

    private final TenantScope scope;

    EntityTenant(TenantScope scope) {
        this.scope = scope;
    }

    @Override
    public String getDefaultTenantId() {
        return NONE;
    }

    @Override
    public String resolveTenantId() {
        return scope.current().orElse(NONE);
    }
}
