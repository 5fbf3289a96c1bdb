package io.docket.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.web.testing.People;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row-level security as the application's own database role meets it, below Hibernate. */
@QuarkusTest
class IsolationTest {
    /** Tables without a tenant's data, each with its reason. */
    private static final List<String> SHARED_TABLES = List.of(
            "flyway_schema_history", // the migrations that ran
            "scheduled_tasks", // the scheduler's own; a task carries identifiers and no text
            "tenant"); // names of tenants: background work must know for whom there is work

    @Inject
    TenantScope scope;

    @Inject
    Tenants tenants;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void registerBothTenants() {
        People.TENANTS.forEach(tenants::register);
    }

    @Test
    void everyTableOfTenantsIsClosed() throws SQLException {
        assertThat(strings("""
                        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
                          AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                                   AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))""")).isSubsetOf(SHARED_TABLES);
    }

    @Test
    void applicationOwnsNothingAndCannotBypass() throws SQLException {
        assertThat(strings("SELECT current_user || ' ' || rolsuper || ' ' || rolbypassrls || ' ' || rolcreaterole"
                        + " FROM pg_roles WHERE rolname = current_user"))
                .containsExactly("docket_app false false false");
        assertThat(strings("SELECT tablename FROM pg_tables WHERE tableowner = current_user"))
                .isEmpty();
    }

    @Test
    void tenantSeesOwnRowsAndNobodyElseSeesThem() {
        String marker = "isolation-" + System.nanoTime();
        scope.runAs(People.ACME, () -> insertEntry(People.ACME, marker));

        assertThat(scope.callAs(People.ACME, () -> subjects(marker))).hasSize(1);
        assertThat(scope.callAs(People.GLOBEX, () -> subjects(marker))).isEmpty();
        assertThat(subjects(marker)).as("work for no tenant").isEmpty();
    }

    @Test
    void tenantCannotWriteForAnother() {
        assertThatThrownBy(() -> scope.runAs(People.GLOBEX, () -> insertEntry(People.ACME, "forged")))
                .hasMessageContaining("row-level security");
    }

    @Test
    void auditCannotBeRewritten() {
        assertThatThrownBy(() -> scope.callAs(People.ACME, () -> strings("DELETE FROM audit_entry RETURNING subject")))
                .hasMessageContaining("permission denied");
    }

    @Test
    void pooledConnectionForgetsItsTenant() throws SQLException {
        for (int use = 0; use < 40; use++) {
            scope.callAs(People.ACME, () -> strings("SELECT docket_tenant()"));
            assertThat(strings("SELECT coalesce(docket_tenant(), 'none')")).containsExactly("none");
        }
    }

    @Test
    void scopeCannotOpenInsideATransaction() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> scope.runAs(People.ACME, () -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");
    }

    private List<String> subjects(String subject) {
        return callUnchecked(() -> strings("SELECT subject FROM audit_entry WHERE subject = '" + subject + "'"));
    }

    private void insertEntry(String tenant, String subject) {
        callUnchecked(() -> strings(
                "INSERT INTO audit_entry SELECT '" + tenant + "', 1000000 + count(*), now(), 'test', 'test', 'test', '"
                        + subject + "', '', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')"
                        + " FROM audit_entry RETURNING subject"));
    }

    private List<String> strings(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static <T> T callUnchecked(TenantScope.Work<T, SQLException> work) {
        try {
            return work.call();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
