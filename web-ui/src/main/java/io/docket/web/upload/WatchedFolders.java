package io.docket.web.upload;

import io.agroal.api.AgroalDataSource;
import io.docket.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of watched folders, and the record of what was taken from them. */
@ApplicationScoped
public class WatchedFolders {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,199}");
    private static final int LONGEST_PROBLEM = 2_000;

    private final AgroalDataSource database;
    private final Collections collections;
    private final Path root;

    WatchedFolders(
            AgroalDataSource database,
            Collections collections,
            @ConfigProperty(name = "docket.watch.root") Optional<Path> root,
            @ConfigProperty(name = "docket.data-directory") Path data) {
        this.database = database;
        this.collections = collections;
        this.root = root.orElseGet(() -> data.resolve("watch")).toAbsolutePath().normalize();
    }

    /**
     * Where a tenant's watched folder is. Tenants choose a name and never a path: nobody reads other files of the server so.
     */
    public Path path(String tenant, String folder) {
        return root.resolve(tenant).resolve(folder);
    }

    /**
     * Watches a folder for a collection, instead of the one watched before; the folder is made when it does not exist.
     *
     * @throws ProblemException not found for the collection, 400 for a name that is none, 409 when another collection watches
     *     the folder
     */
    public WatchedFolder set(
            String tenant, UUID collection, String folder, String custodian, boolean moveTaken, String user) {
        collections.require(collection);
        if (!NAME.matcher(folder).matches() || folder.endsWith(".")) {
            throw ProblemException.badRequest("\"" + UploadPath.visible(folder, 200)
                    + "\" cannot name a watched folder: use letters, digits, spaces, '.', '_' and '-', beginning with a"
                    + " letter or digit");
        }
        if (all().stream()
                .anyMatch(other ->
                        other.folder().equals(folder) && !other.collection().equals(collection))) {
            throw new ProblemException(
                    409,
                    "Folder watched",
                    "Another collection watches the folder \"" + folder + "\": choose another name");
        }
        try {
            Files.createDirectories(path(tenant, folder));
        } catch (IOException e) {
            throw new ProblemException(
                    409,
                    "Folder cannot be made",
                    "The folder " + path(tenant, folder) + " cannot be made (" + e.getMessage()
                            + "): an administrator of the server can make it");
        }
        execute("""
                insert into watched_folder (tenant_id, collection_id, folder, custodian, move_taken, set_by, set_at)
                values (docket_tenant(), ?, ?, ?, ?, ?, now())
                on conflict (collection_id) do update set folder = excluded.folder, custodian = excluded.custodian,
                    move_taken = excluded.move_taken, set_by = excluded.set_by, set_at = excluded.set_at, problem = ''""", statement -> {
            statement.setObject(1, collection);
            statement.setString(2, folder);
            statement.setString(3, custodian.strip());
            statement.setBoolean(4, moveTaken);
            statement.setString(5, user);
        });
        return of(collection).orElseThrow();
    }

    /** Stops watching; files and the record of what was taken stay. */
    public void remove(UUID collection) {
        collections.require(collection);
        execute("delete from watched_folder where collection_id = ?", statement -> statement.setObject(1, collection));
    }

    /** The folder that a collection watches. */
    public Optional<WatchedFolder> of(UUID collection) {
        return all().stream()
                .filter(folder -> folder.collection().equals(collection))
                .findFirst();
    }

    /** All watched folders of the tenant. */
    public List<WatchedFolder> all() {
        return QuarkusTransaction.joiningExisting().call(() -> {
            List<WatchedFolder> found = new ArrayList<>();
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "select collection_id, folder, custodian, move_taken, set_by, last_scan, problem"
                                    + " from watched_folder order by folder");
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new WatchedFolder(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getBoolean(4),
                            rows.getString(5),
                            Optional.ofNullable(rows.getObject(6, OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant),
                            rows.getString(7)));
                }
            }
            return found;
        });
    }

    /** Notes that a folder was looked through; {@code problem} is empty when that went well. */
    void scanned(UUID collection, String problem) {
        execute("update watched_folder set last_scan = now(), problem = ? where collection_id = ?", statement -> {
            statement.setString(1, UploadPath.visible(problem, LONGEST_PROBLEM));
            statement.setObject(2, collection);
        });
    }

    /**
     * What tells one state of a file from a later one.
     *
     * @param modified to the microsecond, as the database keeps it
     */
    record Mark(long size, Instant modified) {}

    /** Marks of those files that were taken before, by id. */
    Map<UUID, Mark> taken(UUID collection, Collection<UUID> ids) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Map<UUID, Mark> marks = new HashMap<>();
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "select id, size, modified from watched_file where collection_id = ? and id = any(?)")) {
                statement.setObject(1, collection);
                statement.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        marks.put(
                                rows.getObject(1, UUID.class),
                                new Mark(
                                        rows.getLong(2),
                                        rows.getObject(3, OffsetDateTime.class).toInstant()));
                    }
                }
            }
            return marks;
        });
    }

    /** Marks files as taken. */
    void mark(UUID collection, Map<UUID, Mark> marks) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            insert into watched_file (tenant_id, collection_id, id, size, modified, taken_at)
                            values (docket_tenant(), ?, ?, ?, ?, now())
                            on conflict (collection_id, id) do update
                            set size = excluded.size, modified = excluded.modified, taken_at = excluded.taken_at""")) {
                for (Map.Entry<UUID, Mark> each : marks.entrySet()) {
                    statement.setObject(1, collection);
                    statement.setObject(2, each.getKey());
                    statement.setLong(3, each.getValue().size());
                    statement.setObject(
                            4, OffsetDateTime.ofInstant(each.getValue().modified(), ZoneOffset.UTC));
                    statement.addBatch();
                }
                statement.executeBatch();
            } catch (SQLException e) {
                throw new IllegalStateException("What was taken from a watched folder cannot be noted.", e);
            }
        });
    }

    private void execute(String sql, Binding binding) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                binding.bind(statement);
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("The setting of a watched folder cannot be written.", e);
            }
        });
    }

    /** Fills in a statement. */
    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }
}
