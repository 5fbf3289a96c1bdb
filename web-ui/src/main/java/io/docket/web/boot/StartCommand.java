package io.docket.web.boot;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private static final long STOP_SECONDS = 60;

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
            say("Starting PostgreSQL and Keycloak (the very first time takes a minute or two) …");
            Surroundings surroundings = Surroundings.start(cache, directory.path(), environment, host, ports);
            CountDownLatch ended = new CountDownLatch(1);
            Thread stop = new Thread(() -> stop(ended, surroundings), "docket-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            return run(begin, directory, surroundings, address, ports, ended);
        }
    }

    private int run(
            Instant begin,
            DataDirectory directory,
            Surroundings surroundings,
            String address,
            Ports ports,
            CountDownLatch ended) {
        AtomicInteger status = new AtomicInteger();
        try {
            List<String> signIn = preparePeople(directory, surroundings, address);
            surroundings.settings().forEach(System::setProperty);
            configure(directory, ports);
            surroundings.keycloak().ifPresent(server -> server.handle().onExit().thenRun(() -> reportLoss(ended)));
            List<String> lines = new ArrayList<>();
            lines.add("Docket is ready: " + address);
            lines.addAll(signIn);
            Quarkus.run(
                    RunningApplication.class,
                    (code, problem) -> {
                        status.set(code);
                        if (problem != null) {
                            System.err.println("docket: the application did not start (" + problem.getMessage()
                                    + "): see " + directory.path().resolve("docket.log"));
                        }
                    },
                    RunningApplication.arguments(begin, lines));
            return status.get();
        } finally {
            ended.countDown();
        }
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
        System.setProperty("quarkus.log.console.level", "WARN");
        System.setProperty("quarkus.log.file.enabled", "true");
        System.setProperty(
                "quarkus.log.file.path", directory.path().resolve("docket.log").toString());
    }

    private static void reportLoss(CountDownLatch ended) {
        if (ended.getCount() > 0) {
            System.err.println(
                    "docket: Keycloak ended by itself: its log is keycloak.log in the data directory. Stopping.");
            Quarkus.asyncExit(1);
        }
    }

    /** Runs when the process is told to end: first the application finishes what it does, then its surroundings go. */
    private static void stop(CountDownLatch ended, Surroundings surroundings) {
        try {
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("docket: the application did not end within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.countDown();
        surroundings.close();
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
