package io.docket.web.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ./docket check}: checks every tenant and says what disagrees. Exit status 1 when anything does. */
public final class CheckTask implements QuarkusApplication {
    /** Argument: print the reports as JSON. */
    public static final String JSON = "json";

    @Override
    public int run(String... arguments) throws IOException {
        ConsistencyCheck check = CDI.current().select(ConsistencyCheck.class).get();
        TenantScope scope = CDI.current().select(TenantScope.class).get();
        List<CheckReport> reports = new ArrayList<>();
        for (String tenant : CDI.current().select(Tenants.class).get().all()) {
            reports.add(scope.<CheckReport, IOException>callAs(tenant, () -> check.check(tenant)));
        }
        if (List.of(arguments).contains(JSON)) {
            System.out.println(CDI.current().select(ObjectMapper.class).get().writeValueAsString(reports));
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
