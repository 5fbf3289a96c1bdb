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
    private static final String LOG = "docket.log";

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
            return runOver(directory.path(), System.getenv(), task, arguments);
        }
    }

    /**
     * Like {@link #run}, but when an appliance runs over the directory the task works beside it, on its PostgreSQL. Only for
     * tasks that add: blobs and rows may come from several processes.
     */
    static int runBeside(Path data, Class<? extends QuarkusApplication> task, String... arguments) {
        if (DataDirectory.running(data).isEmpty()) {
            return run(data, task, arguments);
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (environment.getOrDefault("DOCKET_DB_URL", "").isBlank()) {
            Map<String, String> settings = Surroundings.settingsOfRunning(data);
            settings.forEach(System::setProperty);
            environment.putAll(settings);
        }
        return runOver(data, environment, task, arguments);
    }

    private static int runOver(
            Path data, Map<String, String> given, Class<? extends QuarkusApplication> task, String... arguments) {
        Map<String, String> environment = new HashMap<>(given);
        ExternalServices.checkDatabase(environment);
        // Nobody signs in to a task.
        environment.putIfAbsent("DOCKET_OIDC_URL", "http://localhost/none");
        try (Surroundings surroundings =
                Surroundings.start(MachineCache.ofUser(), data, environment, "localhost", Ports.from(8080))) {
            surroundings.settings().forEach(System::setProperty);
            configure(data);
            AtomicInteger status = new AtomicInteger(1);
            Quarkus.run(
                    task,
                    (code, problem) -> {
                        status.set(problem == null ? code : 1);
                        if (problem != null) {
                            System.err.println("docket: " + problem.getMessage() + ": see " + data.resolve(LOG));
                        }
                    },
                    arguments);
            return status.get();
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
        System.setProperty("quarkus.log.console.level", "ERROR");
        System.setProperty("quarkus.log.console.format", "%d{HH:mm:ss} %-5p %s (see docket.log)%n");
        System.setProperty("quarkus.log.file.enabled", "true");
        System.setProperty("quarkus.log.file.path", data.resolve(LOG).toString());
    }
}
