package io.docket.web.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs one task of the application over a data directory that nothing else uses: PostgreSQL is started, the application
 * opens no port, asks no Keycloak and works on no document, and everything ends with the task.
 */
final class OfflineTask {
    private OfflineTask() {}

    /**
     * Runs a task.
     *
     * @return the exit status of the task, 1 when the application did not start
     * @throws BootException when the directory holds no data of an appliance, is in use or PostgreSQL does not start
     */
    static int run(Path data, Class<? extends QuarkusApplication> task, String... arguments) {
        if (!DataDirectory.isOne(data)) {
            throw new BootException("There is no data of Docket in " + data + ": give the --data of an appliance");
        }
        try (DataDirectory directory = DataDirectory.take(data)) {
            Map<String, String> environment = new HashMap<>(System.getenv());
            // Nobody signs in to a task.
            environment.putIfAbsent("DOCKET_OIDC_URL", "http://localhost/none");
            try (Surroundings surroundings = Surroundings.start(
                    MachineCache.ofUser(), directory.path(), environment, "localhost", Ports.from(8080))) {
                surroundings.settings().forEach(System::setProperty);
                configure(directory.path());
                AtomicInteger status = new AtomicInteger(1);
                Quarkus.run(
                        task,
                        (code, problem) -> {
                            status.set(problem == null ? code : 1);
                            if (problem != null) {
                                System.err.println("docket: " + problem.getMessage() + ": see "
                                        + directory.path().resolve("docket.log"));
                            }
                        },
                        arguments);
                return status.get();
            }
        }
    }

    private static void configure(Path data) {
        System.setProperty("DOCKET_DATA", data.toString());
        System.setProperty("docket.background.enabled", "false");
        System.setProperty("quarkus.http.host-enabled", "false");
        System.setProperty("quarkus.management.host-enabled", "false");
        System.setProperty("quarkus.management.port", "0");
        System.setProperty("quarkus.oidc.tenant-enabled", "false");
        System.setProperty("quarkus.oidc.bearer.tenant-enabled", "false");
        System.setProperty("quarkus.log.console.level", "WARN");
        System.setProperty("quarkus.log.file.enabled", "true");
        System.setProperty("quarkus.log.file.path", data.resolve("docket.log").toString());
    }
}
