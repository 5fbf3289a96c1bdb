package io.docket.web.audit;

import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Appends to and reads the audit record of the tenant that the running code works for. Thread-safe; entries of one tenant are
 * appended one transaction after the other, so record at the end of a transaction.
 */
@ApplicationScoped
public class AuditLog {
    private static final byte[] BEGINNING = new byte[AuditEntry.HASH_BYTES];
    private static final String COLUMNS =
            "tenant_id, sequence, recorded_at, actor_id, actor_name, action, subject, detail, previous_hash, hash";

    private final DataSource dataSource;
    private final EntityManager entityManager;
    private final TenantScope scope;
    private final CurrentUser user;
    private final Clock clock;

    AuditLog(DataSource dataSource, EntityManager entityManager, TenantScope scope, CurrentUser user) {
        this.dataSource = dataSource;
        this.entityManager = entityManager;
        this.scope = scope;
        this.user = user;
        this.clock = Clock.systemUTC();
    }

    /**
     * Appends an entry for the signed-in user, or for the appliance itself when nobody is signed in, in the running transaction
     * or one of its own.
     *
     * @param action what was done, such as {@code label.correct}
     * @param subject to which item, such as {@code document/42}
     * @param detail what else matters, never a document's text; may be empty
     */
    @Transactional
    public void record(String action, String subject, String detail) {
        if (user.isAnonymous()) {
            append("system", "Docket", action, subject, detail);
        } else {
            append(user.userId(), user.displayName(), action, subject, detail);
        }
    }

    /** Appends an entry for a person who is known otherwise than by the running request. */
    @Transactional
    void recordFor(String actorId, String actorName, String action, String subject, String detail) {
        append(actorId, actorName, action, subject, detail);
    }

    /** Appends an entry for background work, which has no user. */
    @Transactional
    public void recordSystem(String worker, String action, String subject, String detail) {
        append("system", worker, action, subject, detail);
    }

    /**
     * Entries with a sequence below the given one, the newest first.
     *
     * @param before exclusive upper bound for paging; {@link Long#MAX_VALUE} for the newest
     * @param limit how many at most
     */
    @Transactional
    public List<AuditEntry> page(long before, int limit) {
        return page(AuditFilter.ALL, before, limit);
    }

    /**
     * Entries that a filter lets through, with a sequence below the given one, the newest first.
     *
     * @param before exclusive upper bound for paging; {@link Long#MAX_VALUE} for the newest
     * @param limit how many at most
     */
    @Transactional
    public List<AuditEntry> page(AuditFilter filter, long before, int limit) {
        List<String> values = new ArrayList<>();
        String sql = "SELECT " + COLUMNS + " FROM audit_entry WHERE tenant_id = docket_tenant() AND sequence < ?"
                + filter.conditions(values) + " ORDER BY sequence DESC LIMIT ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            statement.setLong(parameter++, before);
            for (String value : values) {
                statement.setString(parameter++, value);
            }
            statement.setInt(parameter, limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<AuditEntry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(entry(rows));
                }
                return entries;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The audit record cannot be read", e);
        }
    }

    /** Names of the people who occur in the record, in their order. */
    @Transactional
    public List<String> actors() {
        return texts("SELECT DISTINCT actor_name FROM audit_entry WHERE tenant_id = docket_tenant() ORDER BY 1");
    }

    /** The actions that occur in the record, in their order. */
    @Transactional
    public List<String> actions() {
        return texts("SELECT DISTINCT action FROM audit_entry WHERE tenant_id = docket_tenant() ORDER BY 1");
    }

    private List<String> texts(String sql) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("The audit record cannot be read", e);
        }
    }

    /**
     * Recomputes the chain of the tenant.
     *
     * @return the sequence of the first entry that was changed, or that follows a removed one; empty when the chain is whole
     */
    @Transactional
    public OptionalLong verify() {
        String sql = "SELECT " + COLUMNS + " FROM audit_entry WHERE tenant_id = docket_tenant() ORDER BY sequence";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(1000);
            try (ResultSet rows = statement.executeQuery()) {
                byte[] previous = BEGINNING;
                long expected = 1;
                while (rows.next()) {
                    AuditEntry entry = entry(rows);
                    byte[] hash = entry.hashAfter(previous);
                    boolean isWhole = entry.sequence() == expected
                            && Arrays.equals(previous, rows.getBytes("previous_hash"))
                            && Arrays.equals(hash, rows.getBytes("hash"));
                    if (!isWhole) {
                        return OptionalLong.of(entry.sequence());
                    }
                    previous = hash;
                    expected++;
                }
                return OptionalLong.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The audit record cannot be read", e);
        }
    }

    private void append(String actorId, String actorName, String action, String subject, String detail) {
        String tenantId = scope.current()
                .orElseThrow(() -> new IllegalStateException(
                        "The audit entry '" + action + "' belongs to no tenant: open a TenantScope first"));
        // The chain is locked last: who waits for it holds every row already, so that no two can wait for each other.
        entityManager.flush();
        try (Connection connection = dataSource.getConnection()) {
            lockChain(connection, tenantId);
            Optional<Head> head = head(connection);
            long sequence = head.map(Head::sequence).orElse(0L) + 1;
            byte[] previous = head.map(Head::hash).orElse(BEGINNING);
            insert(
                    connection,
                    new AuditEntry(tenantId, sequence, Instant.now(clock), actorId, actorName, action, subject, detail),
                    previous);
        } catch (SQLException e) {
            throw new IllegalStateException("The audit entry '" + action + "' of " + subject + " cannot be written", e);
        }
    }

    /** The end of a tenant's chain. */
    private record Head(long sequence, byte[] hash) {}

    /** Two transactions must not read the same head; the lock ends with the transaction. */
    private static void lockChain(Connection connection, String tenantId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended('audit:' || ?, 0))")) {
            statement.setString(1, tenantId);
            statement.execute();
        }
    }

    private static Optional<Head> head(Connection connection) throws SQLException {
        String sql = "SELECT sequence, hash FROM audit_entry WHERE tenant_id = docket_tenant()"
                + " ORDER BY sequence DESC LIMIT 1";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(new Head(row.getLong(1), row.getBytes(2))) : Optional.empty();
        }
    }

    private static void insert(Connection connection, AuditEntry entry, byte[] previous) throws SQLException {
        String sql = "INSERT INTO audit_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, entry.tenantId());
            statement.setLong(2, entry.sequence());
            statement.setTimestamp(3, Timestamp.from(entry.recordedAt()));
            statement.setString(4, entry.actorId());
            statement.setString(5, entry.actorName());
            statement.setString(6, entry.action());
            statement.setString(7, entry.subject());
            statement.setString(8, entry.detail());
            statement.setBytes(9, previous);
            statement.setBytes(10, entry.hashAfter(previous));
            statement.executeUpdate();
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getString("tenant_id"),
                row.getLong("sequence"),
                row.getTimestamp("recorded_at").toInstant(),
                row.getString("actor_id"),
                row.getString("actor_name"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail"));
    }
}
