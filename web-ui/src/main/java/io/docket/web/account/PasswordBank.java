package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.CollectionPasswords;
import io.docket.web.pipeline.PipelineException;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The passwords of each collection: encrypted items are tried with all of them, whenever they are read. They are stored
 * encrypted ({@link PasswordSeal}) and never shown again.
 */
@ApplicationScoped
public class PasswordBank implements CollectionPasswords {
    /** Each is tried on every encrypted item, which costs a parse each time. */
    static final int MOST = 100;

    private static final int LONGEST = 500;
    private static final Logger LOG = Logger.getLogger(PasswordBank.class);

    private final AgroalDataSource database;
    private final PasswordSeal seal;
    private final Collections collections;
    private final AuditLog audit;
    private final CurrentUser user;

    PasswordBank(
            AgroalDataSource database, PasswordSeal seal, Collections collections, AuditLog audit, CurrentUser user) {
        this.database = database;
        this.seal = seal;
        this.collections = collections;
        this.audit = audit;
        this.user = user;
    }

    /** A password, without the password. */
    public record Entry(UUID id, Instant addedAt, String addedBy) {}

    /** The entries of a collection, the first one added first. */
    @Transactional
    public List<Entry> entries(UUID collection) {
        return read(
                collection,
                row -> new Entry(
                        row.getObject("id", UUID.class),
                        row.getObject("added_at", OffsetDateTime.class).toInstant(),
                        row.getString("added_by")));
    }

    @Override
    @Transactional
    public List<String> of(UUID collection) {
        List<String> passwords = new ArrayList<>();
        for (Sealed sealed : sealed(collection)) {
            try {
                passwords.add(seal.open(sealed.bytes(), context(collection, sealed.id())));
            } catch (IllegalStateException wrongKey) {
                // The others may still open what they open; the document's outcome says that none did.
                LOG.error(wrongKey.getMessage());
            }
        }
        return passwords;
    }

    /**
     * Adds passwords; those that the bank has already are passed over.
     *
     * @return how many were added
     * @throws ProblemException when one is empty or too long, or there would be too many
     */
    @Transactional
    public int add(UUID collection, List<String> passwords) {
        collections.require(collection);
        Set<String> known = new LinkedHashSet<>(of(collection));
        List<String> wanted = passwords.stream()
                .distinct()
                .filter(password -> !known.contains(password))
                .toList();
        for (String password : wanted) {
            if (password.isEmpty() || password.length() > LONGEST) {
                throw ProblemException.badRequest("A password has 1 to " + LONGEST + " characters, not "
                        + password.length() + ": correct it and add all of them again");
            }
        }
        if (known.size() + wanted.size() > MOST) {
            throw ProblemException.conflict("A collection has at most " + MOST + " passwords and has " + known.size()
                    + ": remove some that are not needed any more");
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        insert into collection_password (id, tenant_id, collection_id, sealed, added_at, added_by)
                        values (?, docket_tenant(), ?, ?, clock_timestamp(), ?)""")) {
            for (String password : wanted) {
                UUID id = UUID.randomUUID();
                statement.setObject(1, id);
                statement.setObject(2, collection);
                statement.setBytes(3, seal.seal(password, context(collection, id)));
                statement.setString(4, user.displayName());
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new PipelineException("Passwords could not be stored", e);
        }
        if (!wanted.isEmpty()) {
            audit.record("passwords.add", "collection/" + collection, wanted.size() + " added");
        }
        return wanted.size();
    }

    /**
     * Removes a password. What it opened stays readable.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public void remove(UUID collection, UUID password) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "delete from collection_password where collection_id = ? and id = ?")) {
            statement.setObject(1, collection);
            statement.setObject(2, password);
            if (statement.executeUpdate() == 0) {
                throw ProblemException.notFound("Collection " + collection + " has no password " + password
                        + " that you may see: look at the list again");
            }
        } catch (SQLException e) {
            throw new PipelineException("Password " + password + " could not be removed", e);
        }
        audit.record("passwords.remove", "collection/" + collection, "password " + password);
    }

    private record Sealed(UUID id, byte[] bytes) {}

    private List<Sealed> sealed(UUID collection) {
        return read(collection, row -> new Sealed(row.getObject("id", UUID.class), row.getBytes("sealed")));
    }

    private <T> List<T> read(UUID collection, RowReader<T> reader) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select * from collection_password where collection_id = ? order by added_at, id")) {
            statement.setObject(1, collection);
            List<T> entries = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(reader.read(rows));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw new PipelineException("The passwords of collection " + collection + " could not be read", e);
        }
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static String context(UUID collection, UUID password) {
        return collection + "/" + password;
    }
}
