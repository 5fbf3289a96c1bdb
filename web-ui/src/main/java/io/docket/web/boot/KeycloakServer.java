package io.docket.web.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Keycloak as a process of its own, with its records in the appliance's PostgreSQL. Not thread-safe. */
public final class KeycloakServer implements AutoCloseable {
    /** Name of Keycloak's administrator. */
    public static final String ADMIN = "admin";

    private static final String PROCESS_FILE = "keycloak.pid";
    private static final Duration START_LIMIT = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long STOP_SECONDS = 20;

    private final Process process;
    /** Keycloak itself; before it answers, the script that starts it and waits for it. Either may outlive the other. */
    private ProcessHandle server;

    private final URI address;
    private final Path processFile;
    private final Path log;

    private KeycloakServer(Process process, URI address, Path processFile, Path log) {
        this.process = process;
        this.server = process.toHandle();
        this.address = address;
        this.processFile = processFile;
        this.log = log;
    }

    /**
     * Where and how it listens.
     *
     * @param bindHost address to listen on
     * @param port TCP port
     * @param publicAddress the address that browsers and Docket itself use
     */
    public record Listen(String bindHost, int port, URI publicAddress) {
        /** Listens on this machine only. */
        public static Listen local(int port) {
            return new Listen("127.0.0.1", port, URI.create("http://localhost:" + port));
        }
    }

    /**
     * Starts Keycloak and waits until it answers. One left over from a crash is stopped first.
     *
     * @param archive Keycloak's distribution, read only when the cache has none prepared
     * @param directory folder for the log and the process number
     * @throws BootException when it does not start
     */
    public static KeycloakServer start(
            MachineCache cache, Path archive, Path directory, PostgresServer database, Secrets secrets, Listen listen) {
        Path home = KeycloakDistribution.in(cache, archive);
        Path log = directory.resolve("keycloak.log");
        Path processFile = directory.resolve(PROCESS_FILE);
        try {
            Files.createDirectories(directory);
            stopLeftover(directory);
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            home.resolve("bin").resolve("kc.sh").toString(),
                            "start",
                            "--optimized",
                            "--cache=local",
                            "--http-enabled=true",
                            "--http-host=" + listen.bindHost(),
                            "--http-port=" + listen.port(),
                            "--hostname=" + listen.publicAddress()))
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(KeycloakDistribution.environment());
            builder.environment().putAll(settings(database, secrets));
            Process process = builder.start();
            KeycloakServer server = new KeycloakServer(process, listen.publicAddress(), processFile, log);
            server.note();
            server.awaitReady(URI.create("http://localhost:" + listen.port()));
            server.server = process.descendants()
                    .filter(child -> child.info().command().orElse("").endsWith("java"))
                    .findFirst()
                    .orElse(server.server);
            server.note();
            return server;
        } catch (IOException e) {
            throw new BootException("Cannot start Keycloak: " + e.getMessage(), e);
        }
    }

    private void note() throws IOException {
        Files.writeString(processFile, server.pid() + " " + startOf(server));
    }

    private static Map<String, String> settings(PostgresServer database, Secrets secrets) {
        return Map.of(
                "KC_DB_URL",
                database.jdbcUrl(PostgresServer.KEYCLOAK),
                "KC_DB_USERNAME",
                PostgresServer.KEYCLOAK,
                "KC_DB_PASSWORD",
                secrets.databaseKeycloak(),
                "KC_DB_POOL_MAX_SIZE",
                "10",
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                ADMIN,
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                secrets.keycloakAdmin());
    }

    /** The address that browsers and Docket itself use. */
    public URI address() {
        return address;
    }

    /** The process's number. */
    public long processId() {
        return server.pid();
    }

    /** Completes when the process ends, for whatever reason. */
    public ProcessHandle handle() {
        return server;
    }

    @Override
    public void close() {
        stop(server);
        stop(process.toHandle());
        try {
            Files.deleteIfExists(processFile);
        } catch (IOException e) {
            throw new BootException("Cannot delete " + processFile + ": " + e.getMessage(), e);
        }
    }

    private void awaitReady(URI local) {
        Instant end = Instant.now().plus(START_LIMIT);
        HttpRequest request = HttpRequest.newBuilder(local.resolve("/realms/master"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            while (Instant.now().isBefore(end)) {
                if (!process.isAlive()) {
                    throw new BootException("Keycloak ended while it was starting: see " + log);
                }
                if (answers(client, request)) {
                    return;
                }
                // The wait between two looks ends at once when the process ends.
                process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new BootException("Interrupted while Keycloak was starting", e);
        }
        close();
        throw new BootException("Keycloak did not answer within " + START_LIMIT.toMinutes() + " minutes: see " + log);
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Stops a Keycloak that was started over this folder and outlived its starter. Does nothing when there is none. */
    public static void stopLeftover(Path directory) throws IOException {
        Path processFile = directory.resolve(PROCESS_FILE);
        if (!Files.exists(processFile)) {
            return;
        }
        String[] parts = Files.readString(processFile).strip().split(" ", 2);
        if (parts.length == 2 && parts[0].chars().allMatch(Character::isDigit) && !parts[0].isEmpty()) {
            Optional<ProcessHandle> leftover = ProcessHandle.of(Long.parseLong(parts[0]));
            // The number may have been given to another program since: its start time tells.
            leftover.filter(handle -> startOf(handle).equals(parts[1])).ifPresent(KeycloakServer::stop);
        }
        Files.delete(processFile);
    }

    private static String startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private static void stop(ProcessHandle handle) {
        List<ProcessHandle> all =
                Stream.concat(handle.descendants(), Stream.of(handle)).toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle each : all) {
            try {
                each.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                each.destroyForcibly();
            } catch (ExecutionException | TimeoutException e) {
                each.destroyForcibly();
            }
        }
    }
}
