package io.docket.web.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Keycloak's programs, unpacked and put through Keycloak's own build step, which makes each later start fast. */
public final class KeycloakDistribution {
    /** Must be {@code keycloak.version} of the root pom: it names the cache entry. */
    public static final String VERSION = "26.7.3";

    private static final long BUILD_SECONDS = 300;

    private KeycloakDistribution() {}

    /**
     * The folder of the prepared distribution.
     *
     * @param archive the distribution as its project publishes it; read only when the cache lacks the entry
     */
    static Path in(MachineCache cache, Path archive) {
        return cache.entry(cacheEntry(), folder -> prepare(archive, folder)).resolve("keycloak-" + VERSION);
    }

    /** The name of the entry in the machine's cache. */
    public static String cacheEntry() {
        return "keycloak-" + VERSION + "-postgresql";
    }

    private static void prepare(Path archive, Path folder) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new BootException(
                    "Keycloak's archive " + archive + " is missing: ./docket start fetches it with Maven");
        }
        unpack(archive, folder);
        Path home = folder.resolve("keycloak-" + VERSION);
        Path script = home.resolve("bin").resolve("kc.sh");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + script + " executable");
        }
        Path log = folder.resolve("build.log");
        int status = ChildProcess.run(
                List.of(script.toString(), "build", "--db=postgres"), environment(), log, BUILD_SECONDS);
        if (status != 0) {
            throw new IOException("Keycloak's build step failed: " + lastLine(log));
        }
    }

    /** Variables with which Keycloak's script finds this Java and takes little memory. */
    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx256m");
        // The first compiler is enough for a few sign-ins a minute, and halves the time to start.
        environment.put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        return environment;
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("the archive has an entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "no output" : lines.getLast();
    }
}
