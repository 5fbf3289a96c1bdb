package io.docket.web.account;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.Sha256;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeletionTest {
    @Inject
    BlobStore blobs;

    @Inject
    AgroalDataSource database;

    @Test
    void documentsIndexEntriesAndFilesGoAndCopiesElsewhereTakeTheirPlace() {
        String collection = Appliance.collection("deleted");
        String upload = Appliance.upload(collection, "Ada");
        String shared = Appliance.sendText(upload, "shared.txt", "A shared note about lutetium.");
        String own = Appliance.sendText(upload, "own.txt", "A private note about hafnium and nothing else.");
        Appliance.settle(upload);
        String other = Appliance.upload(collection, "Bela");
        String copy = Appliance.send(
                        other, "copy.txt", "A shared note about lutetium.".getBytes(StandardCharsets.UTF_8))
                .extract()
                .path("document");
        Appliance.settle(other);
        Sha256 ownBytes = hash(own);
        Sha256 sharedBytes = hash(shared);

        delete(upload, 7).statusCode(409).body("detail", containsString("2 documents"));
        delete(upload, 2).statusCode(200).body("documents", equalTo(2));

        await(() -> status("/api/v1/uploads/" + upload) == 404);
        assertThat(status("/api/v1/documents/" + own)).isEqualTo(404);
        Appliance.await("/api/v1/search?q=hafnium", found -> found.getInt("total") == 0);
        JsonPath heir = Appliance.await("/api/v1/documents/" + copy, view -> view.getString("document.state")
                .equals("indexed"));
        assertThat(heir.getString("document.duplicateOf")).isNull();
        Appliance.await("/api/v1/search?q=lutetium", found -> List.of(copy).equals(found.getList("hits.id")));
        await(() -> !blobs.contains(People.ACME, ownBytes));
        assertThat(blobs.contains(People.ACME, sharedBytes)).isTrue();
    }

    @Test
    void whatIsOnHoldOrStillReceivingIsNotDeleted() {
        String collection = Appliance.collection("held");
        String upload = Appliance.upload(collection, "");
        Appliance.sendText(upload, "a.txt", "Tantalum.");
        delete(upload, 1).statusCode(409).body("detail", containsString("being received"));
        Appliance.settle(upload);
        as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("reason", "Smith v. Jones"))
                .put("/api/v1/collections/{id}/hold", collection)
                .then()
                .statusCode(200);

        delete(upload, 1).statusCode(409).body("detail", containsString("Smith v. Jones"));
        as(Appliance.tenantAdmin())
                .delete("/api/v1/collections/{id}/hold", collection)
                .then()
                .statusCode(204);
        delete(upload, 1).statusCode(200);
        await(() -> status("/api/v1/uploads/" + upload) == 404);
    }

    /** A table that refers to a document without saying what its deletion means would make every deletion fail. */
    @Test
    void whateverRefersToADocumentOrAnUploadGoesWithIt() throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<String> open = Sql.query(connection, row -> row.getString(1), """
                    select conrelid::regclass || '.' || conname from pg_constraint
                    where contype = 'f' and confrelid in ('document'::regclass, 'upload'::regclass)
                        and conrelid <> 'document'::regclass and confdeltype not in ('c', 'n')""");
            assertThat(open).isEmpty();
        }
    }

    private static Sha256 hash(String document) {
        return new Sha256(as(Appliance.reader())
                .get("/api/v1/documents/{id}", document)
                .then()
                .extract()
                .path("document.sha256"));
    }

    private static ValidatableResponse delete(String upload, int documents) {
        return as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("documents", documents))
                .post("/api/v1/uploads/{id}/deletion", upload)
                .then();
    }

    private static int status(String address) {
        return as(Appliance.reader()).get(address).statusCode();
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofMinutes(4));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            Thread.yield();
        }
    }
}
