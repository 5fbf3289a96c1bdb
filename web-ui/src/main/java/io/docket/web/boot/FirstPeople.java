package io.docket.web.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The people of a new appliance, so that somebody can sign in: one administrator of a first tenant, and for a demonstration one
 * person for each role of the tenant {@code demo}. Their password is made up and kept beside the data, readable by its owner.
 */
final class FirstPeople {
    /** The tenant of the demonstration. */
    static final String DEMO_TENANT = "demo";

    private static final String FIRST_TENANT = "main";

    /** Without the letters and digits that look alike. */
    private static final String PASSWORD_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int PASSWORD_LENGTH = 14;

    private FirstPeople() {}

    /** Creates whoever is missing. Returns lines that say how to sign in. */
    static List<String> create(KeycloakAdmin admin, Path directory, boolean isDemo) {
        return isDemo ? demo(admin, directory) : administrator(admin, directory);
    }

    private static List<String> administrator(KeycloakAdmin admin, Path directory) {
        Path file = directory.resolve("first-password.txt");
        String organisation = admin.createOrganisation(FIRST_TENANT, "Main");
        create(admin, organisation, "docket-admin", "First", "tenant-admin", password(file));
        return List.of("Sign in as docket-admin; the password is in " + file);
    }

    private static List<String> demo(KeycloakAdmin admin, Path directory) {
        Path file = directory.resolve("demo-password.txt");
        String password = password(file);
        String organisation = admin.createOrganisation(DEMO_TENANT, "Demonstration");
        List<String> names = new ArrayList<>();
        for (String role : List.of("tenant-admin", "reviewer", "agent", "reader")) {
            String name = "demo-" + role.replace("tenant-", "");
            create(admin, organisation, name, "Demo", role, password);
            names.add(name);
        }
        admin.allowPasswordTokens();
        return List.of("Sign in as " + String.join(", ", names) + "; password: " + password);
    }

    private static void create(
            KeycloakAdmin admin, String organisation, String userName, String firstName, String role, String password) {
        String lastName = role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
        String id = admin.createPerson(new KeycloakAdmin.Person(
                userName, firstName, lastName, userName + "@docket.example", password, List.of(role)));
        admin.addMember(organisation, id);
    }

    private static String password(Path file) {
        try {
            if (!Files.exists(file)) {
                SecureRandom random = new SecureRandom();
                StringBuilder password = new StringBuilder();
                for (int i = 0; i < PASSWORD_LENGTH; i++) {
                    password.append(PASSWORD_LETTERS.charAt(random.nextInt(PASSWORD_LETTERS.length())));
                }
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, password + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BootException("Cannot read or write " + file + ": " + e.getMessage(), e);
        }
    }
}
