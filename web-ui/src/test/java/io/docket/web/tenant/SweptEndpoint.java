package io.docket.web.tenant;

import io.docket.web.testing.People;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One method of one path, as the OpenAPI document names it.
 *
 * @param method in small letters
 * @param path with its parameters in braces
 * @param contentType of the body; empty when it takes none
 */
record SweptEndpoint(String method, String path, String contentType) {
    private static final Set<String> METHODS = Set.of("get", "head", "options", "post", "put", "delete", "patch");

    /** A leaking stream of events would never end: the client gives up, and the test fails. */
    private static final RestAssuredConfig IMPATIENT = RestAssuredConfig.config()
            .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 30_000));

    /** Every endpoint of the running appliance's document. */
    static List<SweptEndpoint> all() {
        Map<String, Map<String, Object>> paths = People.as(SweptThings.OWNER)
                .accept("application/json")
                .queryParam("format", "JSON")
                .get("/api/openapi")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        List<SweptEndpoint> endpoints = new ArrayList<>();
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            // what begins with /test/ belongs to other tests
            if (METHODS.contains(method) && !path.startsWith("/test/")) {
                endpoints.add(new SweptEndpoint(method, path, contentType((Map<?, ?>) operation)));
            }
        }));
        return endpoints;
    }

    boolean hasParameters() {
        return path.contains("{");
    }

    /** Whether it only tells. */
    boolean reads() {
        return Set.of("get", "head", "options").contains(method);
    }

    /** Whether its answer goes on for as long as something happens. */
    boolean streams() {
        return path.endsWith("/events");
    }

    /** Calls it as rightly as the things know how: with their identifiers, and with a body that it accepts. */
    Response call(RequestSpecification request, SweptThings things) {
        RequestSpecification prepared = request.config(IMPATIENT).redirects().follow(false);
        if (contentType.startsWith("multipart")) {
            prepared = prepared.multiPart("file", "x.txt", "x".getBytes(StandardCharsets.UTF_8));
        } else if (!contentType.isEmpty()) {
            prepared = prepared.contentType(contentType)
                    .body(things.body(this).orElse("{}").getBytes(StandardCharsets.UTF_8));
        }
        return prepared.headers(things.headers(this))
                .queryParams(things.query(this))
                .request(method.toUpperCase(Locale.ROOT), things.fill(path));
    }

    private static String contentType(Map<?, ?> operation) {
        if (operation.get("requestBody") instanceof Map<?, ?> body
                && body.get("content") instanceof Map<?, ?> content) {
            return content.keySet().iterator().next().toString();
        }
        return "";
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
