package io.docket.web.account;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.docket.web.testing.Appliance;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetryTest {
    private static final String PASSWORD = "correct horse 7";

    @Test
    void entriesOfAnEncryptedArchiveAreAccountedForAndOpenOnceTheirPasswordIsKnown() {
        String collection = Appliance.collection("encrypted");
        String upload = Appliance.upload(collection, "");
        Appliance.send(
                upload,
                "secret.zip",
                EncryptedZip.of(Map.of("a.txt", "Thulium memo.", "b.txt", "Erbium memo."), PASSWORD));
        JsonPath before = Appliance.settle(upload);
        assertThat(before.getLong("progress.received")).isEqualTo(3);
        assertThat(before.getLong("progress.failedByReason.encrypted"))
                .as("the archive and each entry by itself, not one as the copy of the other")
                .isEqualTo(3);

        retry(upload, Map.of("passwords", List.of("wrong", PASSWORD)), 1);
        JsonPath after = Appliance.await("/api/v1/uploads/" + upload, view -> view.getBoolean("progress.settled"));

        assertThat(after.getLong("progress.received")).isEqualTo(3);
        assertThat(after.getLong("progress.failed")).isZero();
        assertThat(after.getLong("progress.searchable")).isEqualTo(3);
        as(Appliance.reader())
                .get("/api/v1/search?q=thulium")
                .then()
                .body("total", equalTo(1))
                .body("hits[0].path", equalTo("secret.zip/a.txt"));
        as(Appliance.reviewer())
                .get("/api/v1/collections/{id}/passwords", collection)
                .then()
                .statusCode(200)
                .body("size()", equalTo(2))
                .body(not(containsString("horse")));
    }

    @Test
    void whatIsRetriedIsASelectionAndItsLimitsAreNamed() {
        String upload = Appliance.upload(Appliance.collection("selection"), "");
        byte[] broken = "%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8);
        String first = Appliance.send(upload, "one.pdf", broken).extract().path("document");
        Appliance.send(upload, "two.pdf", "%PDF-1.4 broken too".getBytes(StandardCharsets.UTF_8));
        Appliance.settle(upload);

        retry(upload, Map.of("documents", List.of(first), "limits", "patient"), 1);
        Appliance.await("/api/v1/uploads/" + upload, view -> view.getBoolean("progress.settled"));
        retry(upload, Map.of("reason", "encrypted"), 0);
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("limits", "boundless"))
                .post("/api/v1/uploads/{id}/report/retry", upload)
                .then()
                .statusCode(400)
                .body("detail", containsString("patient"));
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("reason", "boredom"))
                .post("/api/v1/uploads/{id}/report/retry", upload)
                .then()
                .statusCode(400)
                .body("detail", containsString("timed-out"));
    }

    @Test
    void aPasswordCanBeRemovedAndIsAddedOnce() {
        String collection = Appliance.collection("bank");
        for (int added : new int[] {1, 0}) {
            as(Appliance.reviewer())
                    .contentType(ContentType.JSON)
                    .body(Map.of("passwords", List.of(PASSWORD)))
                    .post("/api/v1/collections/{id}/passwords", collection)
                    .then()
                    .statusCode(200)
                    .body("added", equalTo(added));
        }
        String id = as(Appliance.reviewer())
                .get("/api/v1/collections/{id}/passwords", collection)
                .then()
                .extract()
                .path("[0].id");
        as(Appliance.reviewer())
                .delete("/api/v1/collections/{id}/passwords/{password}", collection, id)
                .then()
                .statusCode(204);
        as(Appliance.reviewer())
                .delete("/api/v1/collections/{id}/passwords/{password}", collection, id)
                .then()
                .statusCode(404);
    }

    private static void retry(String upload, Map<String, Object> wish, int documents) {
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(wish)
                .post("/api/v1/uploads/{id}/report/retry", upload)
                .then()
                .statusCode(200)
                .body("documents", equalTo(documents));
    }
}
