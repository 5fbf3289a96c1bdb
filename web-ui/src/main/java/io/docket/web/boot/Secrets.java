package io.docket.web.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * Passwords of one data directory: made up at the first start and kept in a file that only its owner can read.
 *
 * @param databaseSuperuser password of PostgreSQL's superuser, used to create roles and databases
 * @param databaseOwner password of the role that owns the tables and runs migrations
 * @param databaseApplication password of the application's role
 * @param databaseKeycloak password of Keycloak's role
 * @param keycloakAdmin password of Keycloak's administrator
 * @param pagesClient secret of the realm's client for the pages; also encrypts session cookies
 */
public record Secrets(
        String databaseSuperuser,
        String databaseOwner,
        String databaseApplication,
        String databaseKeycloak,
        String keycloakAdmin,
        String pagesClient) {
    private static final int RANDOM_BYTES = 30;

    /** Reads the file, or makes new secrets and writes it. */
    public static Secrets in(Path file) {
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            SecureRandom random = new SecureRandom();
            Secrets secrets = new Secrets(
                    secret(random), secret(random), secret(random), secret(random), secret(random), secret(random));
            secrets.write(file);
            return secrets;
        } catch (IOException e) {
            throw new BootException("Cannot read or write " + file + ": " + e.getMessage(), e);
        }
    }

    private static Secrets read(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Secrets(
                require(properties, "database.superuser", file),
                require(properties, "database.owner", file),
                require(properties, "database.application", file),
                require(properties, "database.keycloak", file),
                require(properties, "keycloak.admin", file),
                require(properties, "keycloak.pages-client", file));
    }

    private void write(Path file) throws IOException {
        String text = String.join(
                "\n",
                "# Made at the first start of Docket. Keep it with the data: without it the data cannot be opened.",
                "database.superuser=" + databaseSuperuser,
                "database.owner=" + databaseOwner,
                "database.application=" + databaseApplication,
                "database.keycloak=" + databaseKeycloak,
                "keycloak.admin=" + keycloakAdmin,
                "keycloak.pages-client=" + pagesClient,
                "");
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String require(Properties properties, String key, Path file) {
        String value = properties.getProperty(key, "");
        if (value.isBlank()) {
            throw new BootException("The file " + file + " lacks '" + key + "': restore it from a backup");
        }
        return value;
    }

    private static String secret(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Never the secrets: this text may reach a log. */
    @Override
    public String toString() {
        return "Secrets[hidden]";
    }
}
