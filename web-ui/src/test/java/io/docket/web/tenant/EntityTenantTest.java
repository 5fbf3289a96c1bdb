package io.docket.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.docket.web.upload.Collections;
import io.docket.web.upload.DocumentCollection;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.EntityType;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.annotations.TenantId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hibernate's own filter by tenant, with row-level security out of the way: the database is told that the connection works for
 * acme, while Hibernate's session works for globex. What the entity manager then hides, it hides by itself.
 */
@QuarkusTest
class EntityTenantTest {
    @Inject
    EntityManager entityManager;

    @Inject
    TenantScope scope;

    @Inject
    Tenants tenants;

    @Inject
    Collections collections;

    private UUID ofAcme;

    @BeforeEach
    void createCollectionOfAcme() {
        People.TENANTS.forEach(tenants::register);
        ofAcme = UUID.fromString(Appliance.collection("hibernate-" + UUID.randomUUID()));
    }

    @Test
    void everyEntityButTheTenantItselfHasATenant() {
        assertThat(entityManager.getMetamodel().getEntities())
                .filteredOn(entity -> Arrays.stream(entity.getJavaType().getDeclaredFields())
                        .noneMatch(field -> field.isAnnotationPresent(TenantId.class)))
                .extracting(entity -> entity.getJavaType().getName())
                .containsExactly(Tenant.class.getName());
    }

    @Test
    void queriesAndLookupsShowNothingOfAnotherTenant() {
        boolean visibleToSql = withoutRowSecurity(() -> !entityManager
                .createNativeQuery("select 1 from collection where id = :id")
                .setParameter("id", ofAcme)
                .getResultList()
                .isEmpty());
        assertThat(visibleToSql).as("row-level security is out of the way").isTrue();

        assertThat(withoutRowSecurity(() -> entityManager
                        .createQuery("select c from DocumentCollection c where c.id = :id", DocumentCollection.class)
                        .setParameter("id", ofAcme)
                        .getResultList()))
                .isEmpty();
        assertThat(withoutRowSecurity(() -> entityManager.find(DocumentCollection.class, ofAcme) == null))
                .isTrue();
        assertThat(withoutRowSecurity(() -> collections.names().containsKey(ofAcme)))
                .isFalse();
    }

    /** The database shows rows of acme only, so everything that is counted here would be a leak. */
    @Test
    void noEntityIsCountedForAnotherTenant() {
        for (EntityType<?> entity : entityManager.getMetamodel().getEntities()) {
            if (entity.getJavaType() != Tenant.class) {
                long counted = withoutRowSecurity(() -> entityManager
                        .createQuery("select count(e) from " + entity.getName() + " e", Long.class)
                        .getSingleResult());
                assertThat(counted).as(entity.getName()).isZero();
            }
        }
    }

    @Test
    void newRowsBelongToTheTenantOfTheSession() {
        // The database takes rows of acme only; that it refuses this one shows that Hibernate wrote another tenant into
        // it.
        assertThatThrownBy(() -> withoutRowSecurity(() -> {
                    collections.create("forged-" + UUID.randomUUID(), "", "somebody");
                    entityManager.flush();
                    return true;
                }))
                .hasStackTraceContaining("row-level security");
    }

    private <T> T withoutRowSecurity(Supplier<T> work) {
        return scope.callAs(
                People.GLOBEX, () -> QuarkusTransaction.requiringNew().call(() -> {
                    entityManager
                            .createNativeQuery("select set_config('docket.tenant', :tenant, false)", String.class)
                            .setParameter("tenant", People.ACME)
                            .getSingleResult();
                    return work.get();
                }));
    }
}
