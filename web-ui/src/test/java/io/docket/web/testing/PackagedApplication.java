package io.docket.web.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.web.tenant.Roles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The packaged application as a process of its own, which a trial may kill and start again; PostgreSQL and Keycloak live on, as
 * they do when only the application is killed. Package it first; {@code deploy/tests} holds the scripts that do.
 */
public final class PackagedApplication implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ApplianceResource surroundings = new ApplianceResource();
    private final Map<String, String> environment;
    private final Path log;
    private final String address;
    private Process process;

    /**
     * Starts the surroundings and the application.
     *
     * @param log where its output goes
     * @param settings more environment variables
     */
    public PackagedApplication(Path log, Map<String, String> settings) throws Exception {
        this.log = log;
        environment = new HashMap<>(surroundings.start());
        environment.putAll(settings);
        address = "http://localhost:" + environment.get("quarkus.http.test-port");
        start();
    }

    /** Where it answers. */
    public String address() {
        return address;
    }

    /** Ends the process with SIGKILL and waits for its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts the process and waits until it answers. */
    public void start() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "start",
                        "--port",
                        Integer.toString(URI.create(address).getPort()),
                        "--data",
                        environment.get("DOCKET_DATA"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        environment.forEach((name, value) -> {
            if (name.startsWith("DOCKET_")) {
                builder.environment().put(name, value);
            }
        });
        process = builder.start();
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                HttpResponse<String> answer =
                        http.send(request("/api/v1/me").GET().build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                assertThat(process.isAlive())
                        .as("the application ended by itself: see " + log)
                        .isTrue();
            }
            assertThat(Instant.now()).as("the application did not start").isBefore(end);
            pause(100);
        }
    }

    /** Resident memory of the process in megabytes, as Linux counts it. */
    public long residentMegabytes() throws IOException {
        return residentMegabytes(process.pid());
    }

    /** Resident memory of a process in megabytes, as Linux counts it; 0 when it has ended. */
    public static long residentMegabytes(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Sends a request with a token of the tenant's administrator and returns the answer, which must be a good one. */
    public JsonNode answer(HttpRequest request) throws Exception {
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as(request + ": " + answer.body()).isBetween(200, 299);
        return json.readTree(answer.body());
    }

    /** Sends a request and returns whatever comes back. */
    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode post(String path, String body) throws Exception {
        HttpRequest.Builder request = request(path);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return answer(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    public JsonNode get(String path) throws Exception {
        return answer(request(path).GET().build());
    }

    /** A request as the tenant's administrator. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", "Bearer " + People.token(People.of(People.ACME, Roles.TENANT_ADMIN)));
    }

    /** Waits a moment between two looks. */
    public static void pause(long milliseconds) {
        LockSupport.parkNanos(milliseconds * 1_000_000);
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().onExit().join();
        } finally {
            surroundings.stop();
        }
    }
}
