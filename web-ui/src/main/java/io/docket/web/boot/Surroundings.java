package io.docket.web.boot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The PostgreSQL and the Keycloak that an appliance needs: started here, or named in the environment by an administrator
 * ({@code DOCKET_DB_URL} and {@code DOCKET_OIDC_URL}), who then owns them.
 */
final class Surroundings implements AutoCloseable {
    private final Optional<PostgresServer> database;
    private final Optional<KeycloakServer> keycloak;
    private final Secrets secrets;

    private Surroundings(Optional<PostgresServer> database, Optional<KeycloakServer> keycloak, Secrets secrets) {
        this.database = database;
        this.keycloak = keycloak;
        this.secrets = secrets;
    }

    /** Tells whether Keycloak is ours to start. */
    static boolean startsKeycloak(Map<String, String> environment) {
        return isUnset(environment, "DOCKET_OIDC_URL");
    }

    /** What will be started, in words. */
    static String named(Map<String, String> environment) {
        if (isUnset(environment, "DOCKET_DB_URL")) {
            return "PostgreSQL and Keycloak (the very first time takes a minute or two)";
        }
        return startsKeycloak(environment) ? "Keycloak" : "over your PostgreSQL and Keycloak";
    }

    /** Ends what a killed appliance left running over this folder. The caller holds the folder, or knows that nobody does. */
    static void stopLeftovers(MachineCache cache, Path directory) {
        try {
            KeycloakServer.stopLeftover(directory);
        } catch (IOException e) {
            throw new BootException("Cannot read " + directory + ": " + e.getMessage(), e);
        }
        Path secrets = directory.resolve("secrets.properties");
        if (Files.exists(secrets)) {
            PostgresServer.stopLeftover(cache, directory.resolve("database"), Secrets.in(secrets));
        }
    }

    static Surroundings start(
            MachineCache cache, Path directory, Map<String, String> environment, String host, Ports ports) {
        requireSecretsOf(directory);
        Secrets secrets = Secrets.in(directory.resolve("secrets.properties"));
        boolean startsDatabase = isUnset(environment, "DOCKET_DB_URL");
        boolean startsKeycloak = startsKeycloak(environment);
        Optional<PostgresServer> database = Optional.empty();
        try {
            if (startsDatabase) {
                database = Optional.of(PostgresServer.start(cache, directory.resolve("database"), secrets, 0));
            }
            Optional<KeycloakServer> keycloak = Optional.empty();
            if (startsKeycloak) {
                var listen = new KeycloakServer.Listen(
                        host.equals("localhost") ? "127.0.0.1" : "0.0.0.0",
                        ports.keycloak(),
                        URI.create("http://" + host + ":" + ports.keycloak()));
                Path archive = Path.of(System.getProperty("docket.keycloak.archive", "keycloak.zip"));
                keycloak = Optional.of(
                        KeycloakServer.start(cache, archive, directory, database.orElseThrow(), secrets, listen));
            }
            return new Surroundings(database, keycloak, secrets);
        } catch (RuntimeException e) {
            database.ifPresent(PostgresServer::close);
            throw e;
        }
    }

    private static void requireSecretsOf(Path directory) {
        Path secrets = directory.resolve("secrets.properties");
        if (!Files.exists(secrets) && Files.exists(directory.resolve("database/cluster/PG_VERSION"))) {
            throw new BootException("The file " + secrets
                    + " is missing, and the database beside it cannot be opened without it: restore it from a backup");
        }
    }

    /** Settings with which another process reaches the PostgreSQL of an appliance that runs over a folder. */
    static Map<String, String> settingsOfRunning(Path directory) {
        Secrets secrets = Secrets.in(directory.resolve("secrets.properties"));
        return databaseSettings(
                "jdbc:postgresql://127.0.0.1:" + PostgresServer.portOfRunning(directory.resolve("database"))
                        + "/docket",
                secrets);
    }

    private static Map<String, String> databaseSettings(String url, Secrets secrets) {
        return Map.of(
                "DOCKET_DB_URL",
                url,
                "DOCKET_DB_USER",
                PostgresServer.APPLICATION,
                "DOCKET_DB_PASSWORD",
                secrets.databaseApplication(),
                "DOCKET_DB_OWNER_USER",
                PostgresServer.OWNER,
                "DOCKET_DB_OWNER_PASSWORD",
                secrets.databaseOwner());
    }

    /** Settings of the application that follow from what was started; none for what an administrator named. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        database.ifPresent(server -> settings.putAll(databaseSettings(server.jdbcUrl("docket"), secrets)));
        keycloak.ifPresent(server -> {
            settings.put("DOCKET_OIDC_URL", server.address() + "/realms/" + KeycloakAdmin.REALM);
            settings.put("DOCKET_OIDC_ORIGIN", server.address().toString());
            settings.put("DOCKET_OIDC_SECRET", secrets.pagesClient());
        });
        if (keycloak.isEmpty() && isUnset(System.getenv(), "DOCKET_OIDC_ORIGIN")) {
            ExternalServices.origin(System.getenv()).ifPresent(origin -> settings.put("DOCKET_OIDC_ORIGIN", origin));
        }
        return settings;
    }

    Optional<KeycloakServer> keycloak() {
        return keycloak;
    }

    /** What was started here, by a name that says where its log is. */
    Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        keycloak.ifPresent(
                server -> processes.put("Keycloak (see keycloak.log in the data directory)", server.handle()));
        database.flatMap(server -> ProcessHandle.of(server.processId()))
                .ifPresent(process ->
                        processes.put("PostgreSQL (see database/postgresql.log in the data directory)", process));
        return processes;
    }

    Secrets secrets() {
        return secrets;
    }

    @Override
    public void close() {
        keycloak.ifPresent(KeycloakServer::close);
        database.ifPresent(PostgresServer::close);
    }

    private static boolean isUnset(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").isBlank();
    }
}
