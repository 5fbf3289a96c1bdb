package io.docket.web.tenant;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes the tenant into every connection that leaves the pool, where the policies of row-level security read it.
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
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config('docket.tenant', ?, false)")) {
            statement.setString(1, tenantId);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("A database connection could not be bound to tenant '" + tenantId + "'", e);
        }
    }
}
