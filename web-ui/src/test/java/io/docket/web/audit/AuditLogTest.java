package io.docket.web.audit;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.docket.web.tenant.Roles;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Uses tenants of its own, because other tests write into the common ones. */
@QuarkusTest
class AuditLogTest {
    @Inject
    AuditLog log;

    @Inject
    Tenants tenants;

    @Inject
    TenantScope scope;

    @Test
    void chainIsWholeWhenManyAppendAtOnce() {
        String tenant = "audit-chain";
        tenants.register(tenant);
        List<CompletableFuture<Void>> writers = IntStream.range(0, 20)
                .mapToObj(number -> CompletableFuture.runAsync(() -> scope.runAs(
                        tenant, () -> log.recordSystem("test", "test.append", "item/" + number, "détail " + number))))
                .toList();
        writers.forEach(CompletableFuture::join);

        List<AuditEntry> entries = scope.callAs(tenant, () -> log.page(Long.MAX_VALUE, 100));
        assertThat(entries).hasSize(20);
        assertThat(entries.getFirst().sequence()).isEqualTo(20);
        assertThat(scope.callAs(tenant, log::verify)).isEmpty();
    }

    @Test
    void hashCoversEveryField() {
        AuditEntry entry = new AuditEntry("t", 1, Instant.EPOCH, "a", "b", "c", "d", "e");
        AuditEntry shifted = new AuditEntry("t", 1, Instant.EPOCH, "ab", "", "c", "d", "e");
        byte[] beginning = new byte[AuditEntry.HASH_BYTES];
        assertThat(entry.hashAfter(beginning)).isNotEqualTo(shifted.hashAfter(beginning));
    }

    @Test
    void tenantAdminReadsOwnRecord() {
        as(People.of(People.GLOBEX, Roles.TENANT_ADMIN))
                .queryParam("limit", 10)
                .get("/api/v1/audit")
                .then()
                .statusCode(200);
        as(People.of(People.GLOBEX, Roles.REVIEWER)).get("/api/v1/audit").then().statusCode(403);
    }

    @Test
    void limitOutOfRangeIsRefusedByName() {
        as(People.of(People.GLOBEX, Roles.TENANT_ADMIN))
                .queryParam("limit", 0)
                .get("/api/v1/audit")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("limit"));
    }
}
