package io.docket.web.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ./docket check}: checks every tenant and says what disagrees. Exit status 1 when anything does. */
@Singleton
@Unremovable
public final class CheckTask implements QuarkusApplication {
    /** Argument: print the reports as JSON. */
    public static final String JSON = "json";

    private final ConsistencyCheck check;
    private final TenantScope scope;
    private final Tenants tenants;
    private final ObjectMapper json;

    CheckTask(ConsistencyCheck check, TenantScope scope, Tenants tenants, ObjectMapper json) {
        this.check = check;
        this.scope = scope;
        this.tenants = tenants;
        this.json = json;
    }

    @Override
    public int run(String... arguments) throws IOException {
        List<CheckReport> reports = new ArrayList<>();
        for (String tenant : tenants.all()) {
            reports.add(scope.<CheckReport, IOException>callAs(tenant, () -> check.check(tenant)));
        }
        if (List.of(arguments).contains(JSON)) {
            System.out.println(json.writeValueAsString(reports));
        } else {
            reports.forEach(CheckTask::print);
        }
        return reports.stream().allMatch(CheckReport::agrees) ? 0 : 1;
    }

    private static void print(CheckReport report) {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d documents, %,d indexed and %,d in the index, %,d blobs read, %,d unreferenced: %s%n",
                report.tenant(),
                report.documents(),
                report.indexed(),
                report.inIndex(),
                report.blobs(),
                report.unreferencedBlobs(),
                report.agrees() ? "all agree" : report.problemCount() + " problems");
        report.problems().forEach(problem -> System.out.println("  " + problem));
    }
}
