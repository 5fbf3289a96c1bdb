package io.docket.web.upload;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code ./docket import}: takes a folder in for one tenant. Progress and problems go to standard error, the result to standard
 * output. Exit status 0 when every file is in, 1 when some are not, 2 for a wrong tenant.
 */
@Singleton
@Unremovable
public final class ImportTask implements QuarkusApplication {
    private static final int USAGE = 2;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

    private final DirectoryImport directoryImport;
    private final TenantScope scope;
    private final Tenants tenants;
    private final ObjectMapper json;
    private Instant lastLine = Instant.EPOCH;

    ImportTask(DirectoryImport directoryImport, TenantScope scope, Tenants tenants, ObjectMapper json) {
        this.directoryImport = directoryImport;
        this.scope = scope;
        this.tenants = tenants;
        this.json = json;
    }

    /** The arguments that {@link #run} expects; {@code tenant} may be empty. */
    public static String[] arguments(Path directory, String collection, String tenant, String custodian, boolean json) {
        return new String[] {directory.toString(), collection, tenant, custodian, Boolean.toString(json)};
    }

    @Override
    public int run(String... arguments) throws IOException {
        Optional<String> tenant = tenant(arguments[2], tenants.all());
        if (tenant.isEmpty()) {
            return USAGE;
        }
        Instant begin = Instant.now();
        try {
            DirectoryImport.Tally tally = scope.<DirectoryImport.Tally, IOException>callAs(
                    tenant.get(),
                    () -> directoryImport.run(
                            tenant.get(),
                            new DirectoryImport.Order(Path.of(arguments[0]), arguments[1], arguments[3]),
                            now -> progress(now, begin)));
            report(tally, Boolean.parseBoolean(arguments[4]), begin);
            return tally.refused() == 0 ? 0 : 1;
        } catch (ProblemException | IOException e) {
            System.err.println("docket: the import stopped (" + e.getMessage()
                    + "). What was received is safe: run the same command again, and it goes on.");
            return 1;
        }
    }

    private static Optional<String> tenant(String wanted, List<String> tenants) {
        if (wanted.isEmpty() && tenants.size() == 1) {
            return Optional.of(tenants.getFirst());
        }
        if (tenants.contains(wanted)) {
            return Optional.of(wanted);
        }
        String known = tenants.isEmpty()
                ? "nobody of any tenant has signed in yet: sign in once"
                : "name one of " + String.join(", ", tenants);
        System.err.println("docket: "
                + (wanted.isEmpty() ? "which tenant? --tenant T: " : "there is no tenant \"" + wanted + "\": ")
                + known);
        return Optional.empty();
    }

    private void progress(DirectoryImport.Tally tally, Instant begin) {
        Instant now = Instant.now();
        if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
            lastLine = now;
            System.err.println(sentence(tally, begin));
        }
    }

    private static String sentence(DirectoryImport.Tally tally, Instant begin) {
        double seconds = Math.max(0.001, Duration.between(begin, Instant.now()).toMillis() / 1000.0);
        return String.format(
                Locale.ROOT,
                "%,d files = %,d received + %,d duplicates + %,d received before + %,d refused; %,.0f files/s, %,.1f MB/s",
                tally.files(),
                tally.received(),
                tally.duplicates(),
                tally.before(),
                tally.refused(),
                (tally.received() + tally.duplicates()) / seconds,
                tally.bytes() / 1e6 / seconds);
    }

    private void report(DirectoryImport.Tally tally, boolean asJson, Instant begin) throws IOException {
        tally.problems().forEach(problem -> System.err.println("docket: " + problem));
        if (tally.refused() > tally.problems().size()) {
            System.err.println(
                    "docket: and " + (tally.refused() - tally.problems().size()) + " more: GET /api/v1/uploads/"
                            + tally.upload() + "/refusals lists all");
        }
        System.out.println(
                asJson ? json.writeValueAsString(tally) : sentence(tally, begin) + "; upload " + tally.upload());
    }
}
