package io.docket.web.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows whether the appliance runs, whether it is healthy, and the memory of each of its processes. */
@Command(
        name = "status",
        description = "Shows whether the appliance runs; exits 1 when it does not or is not healthy.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Mixin
    private DataOption data;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path directory = data.directory();
        Optional<DataDirectory.Run> run = DataDirectory.running(directory);
        boolean isHealthy = run.filter(running -> answers(running.health())).isPresent();
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("data", directory.toString());
        report.put("running", run.isPresent());
        report.put("healthy", isHealthy);
        if (run.isPresent()) {
            report.put("address", run.get().address());
            ObjectNode memory = report.putObject("residentMegabytes");
            memory.put("application", residentMegabytes(run.get().process()));
            process(directory.resolve("keycloak.pid"), " ")
                    .ifPresent(process -> memory.put("keycloak", withDescendants(process)));
            process(directory.resolve("database/cluster/postmaster.pid"), "\n")
                    .ifPresent(process -> memory.put("postgresql", withDescendants(process)));
        }
        System.out.println(json ? report.toPrettyString() : inWords(report));
        return isHealthy ? 0 : 1;
    }

    private static String inWords(ObjectNode report) {
        if (!report.path("running").asBoolean()) {
            return "Nothing runs over " + report.path("data").asText();
        }
        StringBuilder text = new StringBuilder("Docket runs at ")
                .append(report.path("address").asText())
                .append(report.path("healthy").asBoolean() ? ", healthy" : ", NOT healthy: see docket.log")
                .append("\nData: ")
                .append(report.path("data").asText());
        report.path("residentMegabytes").properties().forEach(entry -> text.append("\nMemory of ")
                .append(entry.getKey())
                .append(": ")
                .append(entry.getValue().asLong())
                .append(" MB"));
        return text.toString();
    }

    private static boolean answers(String health) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(health)).timeout(LIMIT).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notReachable) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<Long> process(Path file, String separator) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String first = Files.readString(file).split(separator, 2)[0].strip();
        return Optional.of(Long.parseLong(first));
    }

    /** Pages shared by PostgreSQL's processes count once for each, so for it this is an upper bound. */
    private static long withDescendants(long process) {
        return residentMegabytes(process)
                + ProcessHandle.of(process).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(child -> residentMegabytes(child.pid()))
                        .sum();
    }

    private static long residentMegabytes(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }
}
