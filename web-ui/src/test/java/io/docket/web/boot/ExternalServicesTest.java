package io.docket.web.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be said about settings without a server; {@code deploy/tests/external.sh} tries the rest against real ones. */
class ExternalServicesTest {
    private static final Map<String, String> RIGHT = Map.of(
            "DOCKET_DB_URL",
            "jdbc:postgresql://localhost:1/docket",
            "DOCKET_OIDC_URL",
            "http://localhost:1/realms/docket",
            "DOCKET_OIDC_SECRET",
            "0123456789012345678901234567890123456789");

    @Test
    void nothingNamedIsNothingToTry() {
        ExternalServices.check(Map.of("DOCKET_DB_URL", " "));
    }

    @Test
    void databaseWithoutKeycloakIsRefused() {
        refused(Map.of("DOCKET_OIDC_URL", ""), "name your Keycloak in DOCKET_OIDC_URL too");
    }

    @Test
    void addressOfAnotherKindIsNamedWithTheRightKind() {
        refused(Map.of("DOCKET_DB_URL", "postgres://localhost/docket"), "jdbc:postgresql://HOST:5432/DATABASE");
        refused(
                Map.of("DOCKET_DB_URL", "", "DOCKET_OIDC_URL", "localhost/realms/docket"),
                "https://HOST/realms/docket");
    }

    @Test
    void applicationNeedsARoleOfItsOwn() {
        refused(Map.of("DOCKET_DB_USER", "docket", "DOCKET_DB_OWNER_USER", "docket"), "a role of its own");
    }

    @Test
    void serversThatDoNotAnswerAreNamed() {
        refused(Map.of(), "The PostgreSQL at jdbc:postgresql://localhost:1/docket");
        refused(Map.of("DOCKET_DB_URL", ""), "Keycloak at http://localhost:1/realms/docket does not answer");
    }

    @Test
    void passwordBehindAnAddressIsNotRepeated() {
        assertThatThrownBy(() -> ExternalServices.check(
                        changed(Map.of("DOCKET_DB_URL", "jdbc:postgresql://localhost:1/docket?password=geheim"))))
                .isInstanceOf(BootException.class)
                .message()
                .doesNotContain("geheim");
    }

    @Test
    void secretMustBeLongEnough() {
        refused(Map.of("DOCKET_DB_URL", "", "DOCKET_OIDC_SECRET", "short"), "DOCKET_OIDC_SECRET has 5 characters");
    }

    @Test
    void originIsThatOfTheRealm() {
        assertThat(ExternalServices.origin(Map.of("DOCKET_OIDC_URL", "https://id.example:8443/realms/docket")))
                .contains("https://id.example:8443");
        assertThat(ExternalServices.origin(Map.of())).isEmpty();
    }

    private static void refused(Map<String, String> instead, String message) {
        assertThatThrownBy(() -> ExternalServices.check(changed(instead)))
                .isInstanceOf(BootException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    private static Map<String, String> changed(Map<String, String> instead) {
        Map<String, String> settings = new HashMap<>(RIGHT);
        settings.putAll(instead);
        return settings;
    }
}
