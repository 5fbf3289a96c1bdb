package io.docket.web.testing;

import io.docket.web.boot.BootException;
import io.docket.web.boot.KeycloakAdmin;
import io.docket.web.boot.KeycloakDistribution;
import io.docket.web.boot.KeycloakServer;
import io.docket.web.boot.MachineCache;
import io.docket.web.boot.PostgresServer;
import io.docket.web.boot.RealmDescription;
import io.docket.web.boot.Secrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Starts PostgreSQL and Keycloak once for all tests of a run, as the launcher starts them for a user. The realm with its people
 * is prepared once per machine and copied for each run, so that a run takes seconds and starts with empty records.
 */
public final class ApplianceResource implements QuarkusTestResourceLifecycleManager {
    private final MachineCache cache = MachineCache.ofUser();
    private final Path archive = Path.of(System.getProperty("docket.keycloak.archive", "target/keycloak/keycloak.zip"));
    private final Path directory = Path.of(System.getProperty("docket.test.directory", "target/appliance"))
            .toAbsolutePath();
    private PostgresServer database;
    private KeycloakServer keycloak;
    private FakeScanner scanner;

    @Override
    public Map<String, String> start() {
        Path template = cache.entry("test-realm-" + fingerprint(), this::prepareTemplate);
        try {
            if (Files.exists(directory.resolve("secrets.properties"))) {
                KeycloakServer.stopLeftover(directory);
                PostgresServer.stopLeftover(
                        cache, directory.resolve("database"), Secrets.in(directory.resolve("secrets.properties")));
            }
            MachineCache.deleteTree(directory);
            Files.createDirectories(directory.getParent());
            MachineCache.copyTree(template, directory);
        } catch (IOException e) {
            throw new BootException("Cannot prepare " + directory, e);
        }
        Secrets secrets = Secrets.in(directory.resolve("secrets.properties"));
        String application = "http://localhost:" + freePort();
        startServers(directory, secrets, application);
        return settings(secrets, application);
    }

    @Override
    public void stop() {
        if (scanner != null) {
            scanner.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private void prepareTemplate(Path folder) {
        Secrets secrets = Secrets.in(folder.resolve("secrets.properties"));
        startServers(folder, secrets, "http://localhost");
        try (KeycloakAdmin admin = new KeycloakAdmin(keycloak.address(), secrets.keycloakAdmin())) {
            admin.allowPasswordTokens();
            for (String tenant : People.TENANTS) {
                admin.createOrganisation(tenant, "Organisation " + tenant);
            }
            for (People.Entry entry : People.all()) {
                String id = admin.createPerson(entry.person());
                entry.tenant().ifPresent(tenant -> admin.addMember(admin.createOrganisation(tenant, tenant), id));
            }
        }
        stop();
    }

    private void startServers(Path folder, Secrets secrets, String application) {
        database = PostgresServer.start(cache, folder.resolve("database"), secrets, 0);
        keycloak = KeycloakServer.start(
                cache, archive, folder, database, secrets, KeycloakServer.Listen.local(freePort()));
        try (KeycloakAdmin admin = new KeycloakAdmin(keycloak.address(), secrets.keycloakAdmin())) {
            admin.createRealm(RealmDescription.text(), application, secrets.pagesClient());
        }
    }

    private Map<String, String> settings(Secrets secrets, String application) {
        String realm = keycloak.address() + "/realms/" + KeycloakAdmin.REALM;
        People.useRealm(realm);
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.http.test-port", application.substring(application.lastIndexOf(':') + 1));
        // The realm knows the application by this name.
        settings.put("DOCKET_HOST", "localhost");
        settings.put("DOCKET_OIDC_URL", realm);
        settings.put("DOCKET_OIDC_ORIGIN", keycloak.address().toString());
        settings.put("DOCKET_OIDC_SECRET", secrets.pagesClient());
        settings.put("DOCKET_DB_URL", database.jdbcUrl("docket"));
        settings.put("DOCKET_DB_USER", PostgresServer.APPLICATION);
        settings.put("DOCKET_DB_PASSWORD", secrets.databaseApplication());
        settings.put("DOCKET_DB_OWNER_USER", PostgresServer.OWNER);
        settings.put("DOCKET_DB_OWNER_PASSWORD", secrets.databaseOwner());
        settings.put("DOCKET_DATA", directory.resolve("data").toString());
        settings.put("docket.test.realm", realm);
        // A token lasts 300 s; in tests it is renewed when it is 10 s old, so that they meet what people meet after
        // minutes.
        settings.put("quarkus.oidc.token.refresh-token-time-skew", "290S");
        // Not among the DOCKET_ variables: a packaged application that a trial starts is not scanned.
        scanner = FakeScanner.start();
        settings.put("docket.clamav.address", scanner.address());
        settings.put("docket.ocr.program", FakeTesseract.in(directory).toString());
        return settings;
    }

    /** A changed realm, changed people or changed programs need a new template. */
    private static String fingerprint() {
        String inputs = RealmDescription.text() + People.all() + KeycloakDistribution.cacheEntry();
        return UUID.nameUUIDFromBytes(inputs.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BootException("No free TCP port", e);
        }
    }
}
