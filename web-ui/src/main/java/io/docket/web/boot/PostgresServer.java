package io.docket.web.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * PostgreSQL as a process of its own on this machine's loopback address, with passwords and with every safeguard for data on.
 *
 * <p>It has two databases: {@code docket} and {@code keycloak}. The application signs in as {@code docket_app}, which owns
 * nothing and cannot bypass row-level security; migrations run as {@code docket_owner}. Not thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
    /** Role that owns Docket's tables. */
    public static final String OWNER = "docket_owner";

    /** Role of the application. */
    public static final String APPLICATION = "docket_app";

    /** Role and database of Keycloak. */
    public static final String KEYCLOAK = "keycloak";

    private static final String SUPERUSER = "postgres";
    private static final long START_SECONDS = 120;
    private static final int ROOT = 0;

    private final Path programs;
    private final Path cluster;
    private final Path log;
    private final Secrets secrets;
    private final int port;

    private PostgresServer(Path programs, Path cluster, Path log, Secrets secrets, int port) {
        this.programs = programs;
        this.cluster = cluster;
        this.log = log;
        this.secrets = secrets;
        this.port = port;
    }

    /**
     * Starts the server over a data folder, which is created when it does not exist. A server left over from a crash is
     * stopped first.
     *
     * @param directory folder for the database files and the log
     * @param port TCP port, 0 for any free one
     * @throws BootException when it does not start
     */
    public static PostgresServer start(MachineCache cache, Path directory, Secrets secrets, int port) {
        var server = over(cache, directory, secrets, port == 0 ? freePort() : port);
        Path cluster = server.cluster;
        try {
            Files.createDirectories(directory);
            server.checkVersion();
            if (!Files.exists(cluster.resolve("PG_VERSION"))) {
                MachineCache.deleteTree(cluster);
                server.initialise();
            }
        } catch (IOException e) {
            throw new BootException("Cannot write database files to " + directory + ": " + e.getMessage(), e);
        }
        server.stopLeftover();
        server.launch();
        try {
            server.createRolesAndDatabases();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Stops a server that was started over this folder and outlived its starter. Does nothing when there is none. */
    public static void stopLeftover(MachineCache cache, Path directory, Secrets secrets) {
        if (!Files.exists(directory.resolve("cluster").resolve("postmaster.pid"))) {
            return;
        }
        over(cache, directory, secrets, 0).stopLeftover();
    }

    private static PostgresServer over(MachineCache cache, Path directory, Secrets secrets, int port) {
        return new PostgresServer(
                PostgresPrograms.in(cache),
                directory.resolve("cluster").toAbsolutePath(),
                directory.resolve("postgresql.log").toAbsolutePath(),
                secrets,
                port);
    }

    /**
     * The port of the server that another process runs over a folder.
     *
     * @throws BootException when none runs
     */
    static int portOfRunning(Path directory) {
        Path file = directory.resolve("cluster").resolve("postmaster.pid");
        try {
            // process, data directory, start time, port
            return Integer.parseInt(Files.readAllLines(file).get(3).strip());
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new BootException(
                    "PostgreSQL of the running appliance is not ready (" + file + "): try again in a moment", e);
        }
    }

    /** The port in use. */
    public int port() {
        return port;
    }

    /** JDBC address of one of the databases. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The number of the server's first process. */
    public long processId() {
        try {
            return Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new BootException("PostgreSQL is not running any more: see " + log, e);
        }
    }

    /** Stops the server; connections are cut, nothing committed is lost. */
    @Override
    public void close() {
        run(START_SECONDS, "pg_ctl", "stop", "--pgdata", cluster.toString(), "--mode", "fast", "--wait");
    }

    private void checkVersion() throws IOException {
        Path versionFile = cluster.resolve("PG_VERSION");
        String major = PostgresPrograms.VERSION.substring(0, PostgresPrograms.VERSION.indexOf('.'));
        if (Files.exists(versionFile)) {
            String found = Files.readString(versionFile).strip();
            if (!found.equals(major)) {
                throw new BootException("The database in " + cluster + " was written by PostgreSQL " + found
                        + ", this Docket brings PostgreSQL " + major
                        + ": use the Docket that wrote it, or another --data");
            }
        }
    }

    private void initialise() throws IOException {
        Path passwordFile = Files.createTempFile(
                cluster.getParent(),
                "superuser",
                ".password",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, secrets.databaseSuperuser());
            int status = run(
                    START_SECONDS,
                    "initdb",
                    "--pgdata",
                    cluster.toString(),
                    "--username",
                    SUPERUSER,
                    "--pwfile",
                    passwordFile.toString(),
                    "--auth",
                    "scram-sha-256",
                    "--encoding",
                    "UTF8",
                    "--locale-provider",
                    "builtin",
                    "--builtin-locale",
                    "C.UTF-8",
                    "--locale",
                    "C");
            if (status != 0) {
                throw new BootException("PostgreSQL could not create its files in " + cluster + ": see " + log);
            }
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** A killed application leaves its server behind, which still holds the files. */
    private void stopLeftover() {
        if (!Files.exists(cluster.resolve("postmaster.pid"))) {
            return;
        }
        boolean runs = run(START_SECONDS, "pg_ctl", "status", "--pgdata", cluster.toString()) == 0;
        if (runs && run(START_SECONDS, "pg_ctl", "stop", "--pgdata", cluster.toString(), "--mode", "fast") != 0) {
            throw new BootException("A PostgreSQL left over from a crash still holds " + cluster
                    + " and does not stop: end the process named in its postmaster.pid");
        }
    }

    private void launch() {
        String options = String.join(
                " ",
                "-p " + port,
                "-c listen_addresses=127.0.0.1",
                "-c unix_socket_directories=",
                "-c fsync=on",
                "-c synchronous_commit=on",
                "-c full_page_writes=on",
                "-c shared_buffers=64MB",
                "-c max_connections=60",
                "-c max_wal_size=512MB");
        int status =
                run(START_SECONDS, "pg_ctl", "start", "--pgdata", cluster.toString(), "--wait", "--options", options);
        if (status != 0) {
            throw new BootException("PostgreSQL did not start on port " + port + " over " + cluster + ": see " + log);
        }
    }

    private void createRolesAndDatabases() {
        try (Connection connection = connectAsSuperuser()) {
            createRole(connection, OWNER, secrets.databaseOwner());
            createRole(connection, APPLICATION, secrets.databaseApplication());
            createRole(connection, KEYCLOAK, secrets.databaseKeycloak());
            createDatabase(connection, "docket", OWNER);
            createDatabase(connection, KEYCLOAK, KEYCLOAK);
        } catch (SQLException e) {
            throw new BootException(
                    "PostgreSQL started, but its roles could not be created (" + e.getMessage() + "): see " + log, e);
        }
    }

    /** The driver by name: DriverManager does not see the class loader that the packaged application runs in. */
    private Connection connectAsSuperuser() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", SUPERUSER);
        login.setProperty("password", secrets.databaseSuperuser());
        return new Driver().connect(jdbcUrl("postgres"), login);
    }

    private static void createRole(Connection connection, String role, String password) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            execute(connection, "CREATE ROLE " + role + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS");
        }
        // Secrets are base64url text: they hold no quote.
        execute(connection, "ALTER ROLE " + role + " PASSWORD '" + password + "'");
    }

    private static void createDatabase(Connection connection, String name, String owner) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
            execute(connection, "CREATE DATABASE " + name + " OWNER " + owner);
            execute(connection, "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
            execute(connection, "GRANT CONNECT ON DATABASE " + name + " TO " + owner);
            if (name.equals("docket")) {
                execute(connection, "GRANT CONNECT ON DATABASE docket TO " + APPLICATION);
            }
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int run(long timeoutSeconds, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (runsAsRoot()) {
            // PostgreSQL refuses root; in a user namespace of its own it is nobody, and still reads our files.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return ChildProcess.run(command, Map.of("LC_ALL", "C", "TZ", "UTC"), log, timeoutSeconds);
    }

    private static boolean runsAsRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer user && user == ROOT;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BootException("No free TCP port on this machine: " + e.getMessage(), e);
        }
    }
}
