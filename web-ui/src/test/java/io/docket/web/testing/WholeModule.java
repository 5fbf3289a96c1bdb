package io.docket.web.testing;

import io.quarkus.test.common.QuarkusTestResource;

/** Gives every {@code @QuarkusTest} of the module the same PostgreSQL and Keycloak: Quarkus looks for the annotation anywhere. */
@QuarkusTestResource(ApplianceResource.class)
final class WholeModule {
    private WholeModule() {}
}
