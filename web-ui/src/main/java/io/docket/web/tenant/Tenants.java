package io.docket.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tenants that this appliance has seen. Keycloak is where they are created; this is who has data here. */
@ApplicationScoped
public class Tenants {
    private final EntityManager entityManager;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Tenants(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Identifiers of all tenants in their order, for background work that serves each in turn. */
    @ActivateRequestContext
    @Transactional
    public List<String> all() {
        return entityManager
                .createQuery("select t.id from Tenant t order by t.id", String.class)
                .getResultList();
    }

    /** Makes sure that the tenant has its row. Cheap after the first time. */
    public void register(String tenantId) {
        if (!known.contains(tenantId)) {
            insert(TenantName.require(tenantId));
            known.add(tenantId);
        }
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void insert(String tenantId) {
        entityManager
                .createNativeQuery("INSERT INTO tenant (id) VALUES (:id) ON CONFLICT DO NOTHING")
                .setParameter("id", tenantId)
                .executeUpdate();
    }
}
