package io.docket.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.web.boot.KeycloakDistribution;
import org.junit.jupiter.api.Test;

/** A version that names a cache entry must be the version that the build brings. */
class ProgramVersionsTest {
    @Test
    void keycloakIsTheOneOfTheBuild() {
        assertThat(KeycloakDistribution.VERSION).isEqualTo(System.getProperty("docket.keycloak.version"));
    }
}
