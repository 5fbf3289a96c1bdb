package io.docket.web.testing;

import io.docket.web.boot.KeycloakAdmin;
import io.docket.web.tenant.Roles;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The people of the test realm. In each of the tenants {@code acme} and {@code globex} one person per role, named
 * {@code acme-tenant-admin}, {@code globex-reader}, and one without a role, {@code acme-nobody}; besides {@link #PLATFORM_ADMIN}
 * and {@link #OUTSIDER}, who has every role of a tenant and belongs to none.
 */
public final class People {
    /** The tenant most tests use. */
    public static final String ACME = "acme";

    /** The other tenant. */
    public static final String GLOBEX = "globex";

    /** Both tenants. */
    public static final List<String> TENANTS = List.of(ACME, GLOBEX);

    /** Belongs to no tenant. */
    public static final String PLATFORM_ADMIN = "platform-admin";

    /** Has roles and no tenant. */
    public static final String OUTSIDER = "outsider";

    /** Everybody's password. */
    public static final String PASSWORD = "correct horse battery staple";

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private People() {}

    /** A person and their tenant. */
    record Entry(KeycloakAdmin.Person person, Optional<String> tenant) {}

    /** The user name of the person of a tenant with exactly this role (see {@link Roles}). */
    public static String of(String tenant, String role) {
        return tenant + "-" + role;
    }

    /** The user name of a tenant's person without any role. */
    public static String withoutRole(String tenant) {
        return tenant + "-nobody";
    }

    /** A RestAssured request of the person with this user name. */
    public static RequestSpecification as(String userName) {
        return RestAssured.given().auth().oauth2(token(userName));
    }

    /** An access token for the API, kept for the length of the run: the test realm's tokens live five minutes. */
    public static String token(String userName) {
        return TOKENS.compute(userName, (name, present) -> present != null && isFresh(present) ? present : fetch(name));
    }

    static void useRealm(String address) {
        System.setProperty("docket.test.realm", address);
    }

    static List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        for (String tenant : TENANTS) {
            for (String role : List.of(Roles.TENANT_ADMIN, Roles.REVIEWER, Roles.AGENT, Roles.READER)) {
                entries.add(entry(of(tenant, role), Optional.of(tenant), List.of(role)));
            }
            entries.add(entry(withoutRole(tenant), Optional.of(tenant), List.of()));
        }
        entries.add(entry(PLATFORM_ADMIN, Optional.empty(), List.of(Roles.PLATFORM_ADMIN)));
        entries.add(entry(OUTSIDER, Optional.empty(), List.of(Roles.TENANT_ADMIN)));
        return entries;
    }

    private static Entry entry(String userName, Optional<String> tenant, List<String> roles) {
        return new Entry(
                new KeycloakAdmin.Person(
                        userName, "Test", userName, userName + "@" + "docket.example", PASSWORD, roles),
                tenant);
    }

    private static boolean isFresh(String token) {
        String payload = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        long end = JsonPath.from(payload).getLong("exp");
        return Instant.now().plusSeconds(60).isBefore(Instant.ofEpochSecond(end));
    }

    private static String fetch(String userName) {
        return RestAssured.given()
                .contentType(ContentType.URLENC)
                .formParam("grant_type", "password")
                .formParam("client_id", "docket-cli")
                .formParam("username", userName)
                .formParam("password", PASSWORD)
                .post(System.getProperty("docket.test.realm") + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
