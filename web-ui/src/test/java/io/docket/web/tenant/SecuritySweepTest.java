package io.docket.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls every endpoint that the OpenAPI document names as those who must not get in: nobody, a person without a role, one with
 * roles and no tenant, and the most powerful person of another tenant with the identifiers of things that exist.
 */
@QuarkusTest
class SecuritySweepTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final Pattern IDENTIFIER =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** Asking, and saying how it went, is what readers may do: to their own questions, never to others'. */
    private static final String OWN_QUESTIONS = "/api/v1/support/questions";

    private static final String OWNER = People.of(People.ACME, Roles.TENANT_ADMIN);
    private static final String STRANGER = People.of(People.GLOBEX, Roles.TENANT_ADMIN);

    /** A leaking stream of events would never end: the client gives up, and the test fails. */
    private static final RestAssuredConfig IMPATIENT = RestAssuredConfig.config()
            .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 30_000));

    /** What readers keep for themselves: it changes nothing that others see as theirs. */
    private static final Set<String> READERS_OWN = Set.of("/api/v1/saved-searches");

    private List<Endpoint> endpoints;

    /** One method of one path. */
    private record Endpoint(String method, String path, String contentType) {
        boolean hasParameters() {
            return path.contains("{");
        }

        Response call(RequestSpecification request, String identifier) {
            RequestSpecification prepared =
                    request.config(IMPATIENT).redirects().follow(false);
            if (contentType.startsWith("multipart")) {
                prepared = prepared.multiPart("file", "x.txt", "x".getBytes(StandardCharsets.UTF_8));
            } else if (!contentType.isEmpty()) {
                String body = contentType.contains("json") ? "{}" : "x";
                prepared = prepared.contentType(contentType).body(body.getBytes(StandardCharsets.UTF_8));
            }
            String filled = PARAMETER.matcher(path).replaceAll(Matcher.quoteReplacement(identifier));
            return prepared.request(method.toUpperCase(Locale.ROOT), filled);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeEach
    void readDocument() {
        Map<String, Map<String, Object>> paths = People.as(OWNER)
                .accept("application/json")
                .queryParam("format", "JSON")
                .get("/api/openapi")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        endpoints = new ArrayList<>();
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            if (METHODS.contains(method) && path.startsWith("/api/")) {
                endpoints.add(new Endpoint(method, path, contentType((Map<?, ?>) operation)));
            }
        }));
        assertThat(endpoints).hasSizeGreaterThan(2);
    }

    @Test
    void nobodyGetsInWithoutAToken() {
        for (Endpoint endpoint : endpoints) {
            Response response =
                    endpoint.call(RestAssured.given(), UUID.randomUUID().toString());
            assertThat(response.statusCode()).as("%s without a token", endpoint).isEqualTo(401);
        }
    }

    @Test
    void nobodyGetsInWithoutARole() {
        for (String person : List.of(People.withoutRole(People.ACME), People.OUTSIDER)) {
            for (Endpoint endpoint : endpoints) {
                Response response =
                        endpoint.call(People.as(person), UUID.randomUUID().toString());
                assertThat(response.statusCode())
                        .as("%s as %s", endpoint, person)
                        .isEqualTo(403);
                assertThat(response.contentType())
                        .as("%s as %s", endpoint, person)
                        .startsWith("application/problem+json");
            }
        }
    }

    @Test
    void readerChangesNothing() {
        String reader = People.of(People.ACME, Roles.READER);
        for (Endpoint endpoint : endpoints) {
            boolean own = READERS_OWN.stream().anyMatch(path -> endpoint.path().startsWith(path));
            if (!endpoint.method().equals("get") && !own) {
                Response response =
                        endpoint.call(People.as(reader), UUID.randomUUID().toString());
                if (endpoint.path().startsWith(OWN_QUESTIONS)) {
                    assertThat(response.statusCode())
                            .as("%s as a reader", endpoint)
                            .isBetween(400, 499);
                } else {
                    assertThat(response.statusCode())
                            .as("%s as a reader", endpoint)
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void strangerGetsNothingOfAnotherTenant() {
        createThings();
        Set<String> identifiers = identifiersOfOwner();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.hasParameters()) {
                for (String identifier : identifiers) {
                    Response response = endpoint.call(People.as(STRANGER), identifier);
                    assertThat(response.statusCode())
                            .as("%s as a stranger with %s", endpoint, identifier)
                            .isBetween(400, 499);
                }
            } else if (endpoint.method().equals("get")) {
                assertThat(identifiersIn(endpoint.call(People.as(STRANGER), "")))
                        .as("%s as a stranger", endpoint)
                        .doesNotContainAnyElementsOf(identifiers);
            }
        }
    }

    /** Something of each kind for the owner, as far as this version has the endpoint. */
    private void createThings() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        if (has("post", "/api/v1/collections")) {
            String collection = create("/api/v1/collections", "{\"name\":\"sweep-" + unique + "\"}");
            if (has("post", "/api/v1/collections/{id}/uploads")) {
                String upload = create("/api/v1/collections/" + collection + "/uploads", "{}");
                assertThat(upload).isNotEmpty();
            }
        }
        if (has("post", "/api/v1/classifiers")) {
            create("/api/v1/classifiers", "{\"name\":\"sweep-" + unique + "\"}");
        }
        createReviewThings(unique);
    }

    private void createReviewThings(String unique) {
        if (has("post", "/api/v1/tag-sets")) {
            create("/api/v1/tag-sets", "{\"name\":\"sweep-" + unique + "\",\"tags\":[\"yes\"]}");
        }
    }

    private boolean has(String method, String path) {
        return endpoints.stream()
                .anyMatch(endpoint ->
                        endpoint.method().equals(method) && endpoint.path().equals(path));
    }

    private static String create(String path, String body) {
        Response response =
                People.as(OWNER).contentType("application/json").body(body).post(path);
        assertThat(response.statusCode())
                .as("POST %s: %s", path, response.asString())
                .isBetween(200, 299);
        return response.path("id");
    }

    /** All identifiers that the owner's lists show, and those shown below each of these. */
    private Set<String> identifiersOfOwner() {
        Set<String> found = new LinkedHashSet<>();
        endpoints.stream()
                .filter(endpoint -> endpoint.method().equals("get") && !endpoint.hasParameters())
                .forEach(endpoint -> found.addAll(identifiersIn(endpoint.call(People.as(OWNER), ""))));
        for (String identifier : List.copyOf(found)) {
            endpoints.stream()
                    .filter(endpoint -> endpoint.method().equals("get") && endpoint.hasParameters())
                    .filter(endpoint -> !endpoint.path().endsWith("/events"))
                    .forEach(endpoint -> found.addAll(identifiersIn(endpoint.call(People.as(OWNER), identifier))));
        }
        return found;
    }

    private static Set<String> identifiersIn(Response response) {
        Set<String> found = new LinkedHashSet<>();
        if (response.statusCode() < 300 && response.contentType().startsWith("application/json")) {
            Matcher matcher = IDENTIFIER.matcher(response.asString());
            while (matcher.find()) {
                found.add(matcher.group());
            }
        }
        return found;
    }

    private static String contentType(Map<?, ?> operation) {
        if (operation.get("requestBody") instanceof Map<?, ?> body
                && body.get("content") instanceof Map<?, ?> content) {
            return content.keySet().iterator().next().toString();
        }
        return "";
    }
}
