package io.docket.web.boot;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts PostgreSQL, Keycloak and the application, in this order, and ends them in the opposite one. */
@Command(
        name = "start",
        description = "Starts the appliance and keeps it running until Ctrl-C or './docket stop'.",
        mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    private static final String LOCAL = "localhost";

    @Mixin
    private DataOption data;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "First of three TCP ports: pages and API, sign-in, health (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = LOCAL,
            description = "Name under which other machines reach this one; without it only this machine can connect.")
    private String host;

    @Option(names = "--demo", description = "Create the tenant 'demo' with people, documents, labels and a classifier.")
    private boolean demo;

    @Override
    public Integer call() {
        Instant begin = Instant.now();
        Ports ports = Ports.from(port);
        MachineCache cache = MachineCache.ofUser();
        try (DataDirectory directory = DataDirectory.take(data.directory())) {
            Map<String, String> environment = System.getenv();
            // Before the ports are looked at: leftovers hold them.
            Surroundings.stopLeftovers(cache, directory.path());
            ports.requireFree(Surroundings.startsKeycloak(environment));
            String address = "http://" + host + ":" + ports.application();
            directory.announce(new DataDirectory.Run(
                    ProcessHandle.current().pid(), address, "http://127.0.0.1:" + ports.management() + "/health"));
            say("Data: " + directory.path());
            Ending ending = new Ending(cache, directory.path());
            ending.prepare();
            Surroundings surroundings;
            List<String> signIn;
            try {
                ExternalServices.check(environment);
                say("Starting " + Surroundings.named(environment) + " …");
                surroundings = Surroundings.start(cache, directory.path(), environment, host, ports);
                signIn = preparePeople(directory, surroundings, address);
            } catch (RuntimeException e) {
                ending.applicationEnded();
                throw e;
            } finally {
                ending.startEnded();
            }
            return run(begin, directory, surroundings, ports, ending, address, lines(address, signIn));
        }
    }

    private int run(
            Instant begin,
            DataDirectory directory,
            Surroundings surroundings,
            Ports ports,
            Ending ending,
            String address,
            List<String> lines) {
        AtomicInteger status = new AtomicInteger();
        try {
            surroundings.settings().forEach(System::setProperty);
            configure(directory, ports);
            surroundings.processes().forEach((name, process) -> process.onExit()
                    .thenRun(() -> reportLoss(name, ending)));
            Quarkus.run(
                    RunningApplication.class,
                    (code, problem) -> {
                        status.set(code);
                        if (problem != null) {
                            System.err.println("docket: the application did not start (" + problem.getMessage()
                                    + "): see " + directory.path().resolve("docket.log"));
                        }
                    },
                    RunningApplication.arguments(begin, address, lines));
            return status.get();
        } finally {
            ending.applicationEnded();
        }
    }

    private static List<String> lines(String address, List<String> signIn) {
        List<String> lines = new ArrayList<>();
        lines.add("Docket is ready: " + address);
        lines.addAll(signIn);
        return lines;
    }

    private List<String> preparePeople(DataDirectory directory, Surroundings surroundings, String address) {
        return surroundings
                .keycloak()
                .map(server -> {
                    Secrets secrets = surroundings.secrets();
                    try (KeycloakAdmin admin = new KeycloakAdmin(server.address(), secrets.keycloakAdmin())) {
                        admin.createRealm(RealmDescription.text(), address, secrets.pagesClient());
                        return FirstPeople.create(admin, directory.path(), demo);
                    }
                })
                .orElseGet(() -> List.of("Sign in with an account of the Keycloak named in DOCKET_OIDC_URL"));
    }

    private void configure(DataDirectory directory, Ports ports) {
        System.setProperty("DOCKET_DATA", directory.path().toString());
        System.setProperty("DOCKET_HOST", host.equals(LOCAL) ? "127.0.0.1" : "0.0.0.0");
        System.setProperty("DOCKET_PORT", Integer.toString(ports.application()));
        System.setProperty("DOCKET_MANAGEMENT_PORT", Integer.toString(ports.management()));
        System.setProperty("DOCKET_DEMO", Boolean.toString(demo));
        // People read the console: one line for what went wrong; the file has the rest.
        System.setProperty("quarkus.log.console.level", "ERROR");
        System.setProperty("quarkus.log.console.format", "%d{HH:mm:ss} %-5p %s (see docket.log)%n");
        System.setProperty("quarkus.log.file.enabled", "true");
        System.setProperty(
                "quarkus.log.file.path", directory.path().resolve("docket.log").toString());
    }

    private static void reportLoss(String name, Ending ending) {
        if (ending.isFar()) {
            System.err.println("docket: " + name + " ended by itself. Stopping.");
            Quarkus.asyncExit(1);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** How long something took, for people. */
    static String since(Instant begin) {
        return String.format(
                Locale.ROOT, "%.1f s", Duration.between(begin, Instant.now()).toMillis() / 1000.0);
    }
}
