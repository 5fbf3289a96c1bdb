package io.docket.web.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The description of Docket's realm, {@code deploy/keycloak/docket-realm.json}, as the build packed it. */
public final class RealmDescription {
    private static final String RESOURCE = "/keycloak/docket-realm.json";

    private RealmDescription() {}

    /** The text with its two placeholders, which {@link KeycloakAdmin#createRealm} fills in. */
    public static String text() {
        try (InputStream resource = RealmDescription.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new BootException("This build of Docket lacks " + RESOURCE + ": build it again");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BootException("Cannot read " + RESOURCE, e);
        }
    }
}
