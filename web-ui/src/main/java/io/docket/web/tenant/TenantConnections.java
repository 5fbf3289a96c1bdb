package io.docket.web.tenant;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Writes the tenant, and the collections that are closed to the person, into every connection that leaves the pool, where the
 * policies of row-level security read them.
 *
 * <p>It is written each time, the empty one too: a connection can never show what the last borrower's tenant owns. A
 * transaction holds one connection from its first statement to its end, so it works for one tenant.
 */
@ApplicationScoped
final class TenantConnections implements AgroalPoolInterceptor {
    private final TenantScope scope;

    TenantConnections(TenantScope scope) {
        this.scope = scope;
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        String tenantId = scope.current().orElse(EntityTenant.NONE);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT set_config('docket.tenant', ?, false), set_config('docket.hidden', '', false)")) {
            statement.setString(1, tenantId);
            statement.execute();
            Optional<Member> member = tenantId.isEmpty() ? Optional.empty() : scope.member();
            if (member.isPresent()) {
                hide(connection, member.get());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A database connection could not be bound to tenant '" + tenantId + "'", e);
        }
    }

    private static void hide(Connection connection, Member member) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT set_config('docket.hidden', docket_hidden_from(?, ?)::text, false)")) {
            statement.setString(1, member.userName());
            statement.setArray(
                    2, connection.createArrayOf("text", member.roles().toArray()));
            statement.execute();
        }
    }
}
