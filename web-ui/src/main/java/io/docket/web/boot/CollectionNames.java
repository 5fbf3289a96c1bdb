package io.docket.web.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The collections of a tenant by name, asked of the database that runs over a data directory. */
final class CollectionNames {
    /** Line of PostgreSQL's postmaster.pid that holds the port. */
    private static final int PORT_LINE = 3;

    private CollectionNames() {}

    /** Ids by name; empty when no database runs, for ids work without it. */
    static Map<String, String> of(Path data, String tenant) {
        Path postmaster = data.resolve("database/cluster/postmaster.pid");
        Path secrets = data.resolve("secrets.properties");
        String url = System.getenv("DOCKET_DB_URL");
        try {
            if (url != null && !url.isBlank()) {
                return read(url, System.getenv("DOCKET_DB_USER"), System.getenv("DOCKET_DB_PASSWORD"), tenant);
            }
            if (!Files.exists(postmaster) || !Files.exists(secrets)) {
                return Map.of();
            }
            List<String> lines = Files.readAllLines(postmaster);
            return read(
                    "jdbc:postgresql://127.0.0.1:" + lines.get(PORT_LINE).strip() + "/docket",
                    PostgresServer.APPLICATION,
                    Secrets.in(secrets).databaseApplication(),
                    tenant);
        } catch (IOException | SQLException | IndexOutOfBoundsException notRunning) {
            return Map.of();
        }
    }

    private static Map<String, String> read(String url, String user, String password, String tenant)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            try (PreparedStatement bind = connection.prepareStatement("SELECT set_config('docket.tenant', ?, false)")) {
                bind.setString(1, tenant);
                bind.execute();
            }
            Map<String, String> names = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement("SELECT name, id FROM collection");
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.put(rows.getString(1), rows.getString(2));
                }
            }
            return names;
        }
    }
}
