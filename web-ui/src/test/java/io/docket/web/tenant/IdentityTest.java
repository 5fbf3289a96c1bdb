package io.docket.web.tenant;

import static io.docket.web.testing.People.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdentityTest {
    @Test
    void tokenCarriesTenantAndRoles() {
        as(People.of(People.ACME, Roles.TENANT_ADMIN))
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("tenant", equalTo("acme"))
                .body("userName", equalTo("acme-tenant-admin"))
                .body("roles", hasItems("tenant-admin", "reviewer", "agent", "reader"))
                .body("roles", not(hasItems("platform-admin")));
    }

    @Test
    void platformAdminHasNoTenant() {
        as(People.PLATFORM_ADMIN)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("tenant", equalTo(""))
                .body("roles", contains("platform-admin"));
    }

    @Test
    void callWithoutTokenIsAProblemAndNoRedirect() {
        given().redirects()
                .follow(false)
                .get("/api/v1/me")
                .then()
                .statusCode(401)
                .contentType(startsWith("application/problem+json"))
                .body("status", equalTo(401));
    }

    @Test
    void forgedTokenIsRefused() {
        String token = People.token(People.of(People.ACME, Roles.READER));
        given().auth()
                .oauth2(token.substring(0, token.length() - 6) + "AAAAAA")
                .get("/api/v1/me")
                .then()
                .statusCode(401)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void missingRoleIsForbidden() {
        as(People.withoutRole(People.ACME))
                .get("/api/v1/me")
                .then()
                .statusCode(403)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void rolesWithoutTenantAreForbidden() {
        as(People.OUTSIDER)
                .get("/api/v1/me")
                .then()
                .statusCode(403)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void programsGetProblemsAndPeopleGetPages() {
        as(People.of(People.ACME, Roles.READER))
                .accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get("/api/v1/documents/{id}", UUID.randomUUID())
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"));
        given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get("/no-such-page")
                .then()
                .statusCode(404)
                .contentType(startsWith("text/html"))
                .body(containsString("<h1>Not found</h1>"))
                .body(containsString("To the first page"));
        given().get("/no-such-page").then().statusCode(404).contentType(startsWith("application/problem+json"));
        // A part of a page, fetched by its script, which shows the reason where the person is.
        given().accept("text/html")
                .header("HX-Request", "true")
                .get("/no-such-page")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"));
    }
}
