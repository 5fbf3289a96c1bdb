package io.docket.web.testing;

import static io.docket.web.testing.People.as;

import io.docket.web.tenant.Roles;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/** What tests of the API do again and again, as people of tenant acme do it. */
public final class Appliance {
    /** Long enough for the slowest machine; a test that waits this long has failed. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private Appliance() {}

    /** Creates a collection and returns its id. */
    public static String collection(String name) {
        return as(reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("name", name))
                .post("/api/v1/collections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Starts an upload and returns its id. */
    public static String upload(String collection, String custodian) {
        return as(reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("custodian", custodian))
                .post("/api/v1/collections/{id}/uploads", collection)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Sends one file. */
    public static ValidatableResponse send(String upload, String path, byte[] bytes) {
        return as(reviewer())
                .contentType("application/octet-stream")
                .queryParam("path", path)
                .body(bytes)
                .put("/api/v1/uploads/{id}/files", upload)
                .then();
    }

    /** Sends one text file and returns its document's id. */
    public static String sendText(String upload, String path, String text) {
        return send(upload, path, text.getBytes(StandardCharsets.UTF_8))
                .statusCode(201)
                .extract()
                .path("document");
    }

    /** Completes an upload, waits until nothing is pending, and returns its counts. */
    public static JsonPath settle(String upload) {
        as(reviewer()).post("/api/v1/uploads/{id}/complete", upload).then().statusCode(200);
        return await("/api/v1/uploads/" + upload, view -> view.getBoolean("progress.settled"));
    }

    /** Asks an address until its answer is as wanted. */
    public static JsonPath await(String address, Predicate<JsonPath> wanted) {
        return awaitAs(reader(), address, wanted);
    }

    /** The same as another person. */
    public static JsonPath awaitAs(String person, String address, Predicate<JsonPath> wanted) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            JsonPath view =
                    as(person).get(address).then().statusCode(200).extract().jsonPath();
            if (wanted.test(view)) {
                return view;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(address + " did not become as wanted: " + view.prettify());
            }
            Thread.yield();
        }
    }

    /** May upload and label. */
    public static String reviewer() {
        return People.of(People.ACME, Roles.REVIEWER);
    }

    /** May search and read. */
    public static String reader() {
        return People.of(People.ACME, Roles.READER);
    }

    /** May train and promote. */
    public static String tenantAdmin() {
        return People.of(People.ACME, Roles.TENANT_ADMIN);
    }
}
