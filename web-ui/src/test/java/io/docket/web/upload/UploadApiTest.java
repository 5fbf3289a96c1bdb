package io.docket.web.upload;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.docket.web.tenant.Roles;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UploadApiTest {
    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void aFileIsAcknowledgedReadAndFound() {
        String collection = Appliance.collection("found");
        String upload = Appliance.upload(collection, "Ada");
        String document = Appliance.sendText(
                upload, "letters/契約 α.txt", "The lessee shall indemnify the lessor for zirconium damages.");

        JsonPath counts = Appliance.settle(upload);

        assertThat(counts.getInt("progress.received")).isEqualTo(1);
        assertThat(counts.getInt("progress.searchable")).isEqualTo(1);
        as(Appliance.reader())
                .queryParam("q", "zirconium")
                .get("/api/v1/search")
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .body("hits[0].id", equalTo(document))
                .body("hits[0].path", equalTo("letters/契約 α.txt"))
                .body("hits[0].custodians", hasItem("Ada"))
                .body("hits[0].passages[0].text", containsString("zirconium"))
                .body("understood", notNullValue());
        as(Appliance.reader())
                .get("/api/v1/documents/{id}", document)
                .then()
                .statusCode(200)
                .body("document.outcome", equalTo("extracted"))
                .body("document.state", equalTo("indexed"))
                .body("family.size()", equalTo(1));
        as(Appliance.reader())
                .get("/api/v1/documents/{id}/text", document)
                .then()
                .statusCode(200)
                .body(containsString("zirconium"));
        as(Appliance.reader())
                .get("/api/v1/documents/{id}/original", document)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment; filename*=UTF-8''%E5%A5%91"));
    }

    @Test
    void theSameBytesAreOneDocumentWithEveryPathAndCustodian() {
        String collection = Appliance.collection("copies");
        String first = Appliance.upload(collection, "Ada");
        String document = Appliance.sendText(first, "a.txt", "The one and only praseodymium memo.");
        String second = Appliance.upload(collection, "Bela");
        Appliance.send(second, "b.txt", "The one and only praseodymium memo.".getBytes(StandardCharsets.UTF_8))
                .statusCode(201)
                .body("status", equalTo("duplicate"))
                .body("duplicateOf", equalTo(document));

        Appliance.settle(first);
        JsonPath counts = Appliance.settle(second);

        assertThat(counts.getInt("progress.received")).isEqualTo(1);
        assertThat(counts.getInt("progress.duplicates")).isEqualTo(1);
        Appliance.await("/api/v1/search?q=praseodymium", result -> result.getList("hits[0].custodians")
                .containsAll(List.of("Ada", "Bela")));
        as(Appliance.reader())
                .get("/api/v1/documents/{id}", document)
                .then()
                .body("copies.size()", equalTo(1))
                .body("copies[0].path", equalTo("b.txt"));
    }

    @Test
    void sendingAgainIsHarmlessAndOtherBytesAtTheSamePathAreRefused() {
        String upload = Appliance.upload(Appliance.collection("again"), "");
        byte[] bytes = "again and again".getBytes(StandardCharsets.UTF_8);
        String document =
                Appliance.send(upload, "a.txt", bytes).statusCode(201).extract().path("document");

        Appliance.send(upload, "a.txt", bytes)
                .statusCode(200)
                .body("document", equalTo(document))
                .body("again", equalTo(true));
        Appliance.send(upload, "a.txt", "something else".getBytes(StandardCharsets.UTF_8))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("a.txt"));

        assertThat(Appliance.settle(upload).getInt("progress.received")).isEqualTo(1);
    }

    @Test
    void everyBadFileOfAFormIsRefusedByItselfAndTheOthersAreTaken() {
        String upload = Appliance.upload(Appliance.collection("form"), "");

        JsonPath receipts = as(Appliance.reviewer())
                .multiPart("file", "one.txt", "first file of the form".getBytes(StandardCharsets.UTF_8))
                .multiPart("file", "two.txt", "second file of the form".getBytes(StandardCharsets.UTF_8))
                .multiPart("file", "none.txt", new byte[0])
                .multiPart("path", "folder/one.txt", "text/plain; charset=UTF-8")
                .multiPart("path", "../two.txt", "text/plain; charset=UTF-8")
                .multiPart("path", "folder/нуль.txt", "text/plain; charset=UTF-8")
                .post("/api/v1/uploads/{id}/files", upload)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(receipts.getInt("acknowledged")).isEqualTo(2);
        assertThat(receipts.getInt("refused")).isEqualTo(1);
        assertThat(receipts.getString("files[0].path")).isEqualTo("folder/one.txt");
        assertThat(receipts.getString("files[1].status")).isEqualTo("refused");
        assertThat(receipts.getString("files[1].detail")).contains("../two.txt");
        assertThat(receipts.getString("files[2].path")).isEqualTo("folder/нуль.txt");
        JsonPath counts = Appliance.settle(upload);
        assertThat(counts.getInt("progress.received")).isEqualTo(2);
        assertThat(counts.getInt("progress.withoutText")).isEqualTo(1);
    }

    @Test
    void aFormWithoutAFileAndOneWithUnevenPathsAreRefused() {
        String upload = Appliance.upload(Appliance.collection("uneven"), "");
        as(Appliance.reviewer())
                .multiPart("path", "folder/one.txt")
                .post("/api/v1/uploads/{id}/files", upload)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
        as(Appliance.reviewer())
                .multiPart("file", "one.txt", "text".getBytes(StandardCharsets.UTF_8))
                .multiPart("path", "a.txt")
                .multiPart("path", "b.txt")
                .post("/api/v1/uploads/{id}/files", upload)
                .then()
                .statusCode(400)
                .body("detail", containsString("2 paths"));
    }

    @Test
    void anArchiveOfArchivesBecomesLooseDocumentsOnce() throws IOException {
        byte[] inner = zip(Map.of("deep.txt", "Ytterbium lies in the inner archive."));
        byte[] outer = zip(Map.of(
                "inner.zip",
                new String(inner, StandardCharsets.ISO_8859_1),
                "top.txt",
                "Terbium lies in the outer archive."));
        String upload = Appliance.upload(Appliance.collection("archives"), "");
        String archive = Appliance.send(upload, "all.zip", outer)
                .statusCode(201)
                .extract()
                .path("document");

        JsonPath counts = Appliance.settle(upload);

        assertThat(counts.getInt("progress.files")).isEqualTo(1);
        assertThat(counts.getInt("progress.received")).isEqualTo(4);
        as(Appliance.reader())
                .queryParam("q", "ytterbium")
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(1))
                .body("hits[0].path", equalTo("all.zip/inner.zip/deep.txt"));
        as(Appliance.reader()).get("/api/v1/documents/{id}", archive).then().body("children.size()", equalTo(2));
    }

    @Test
    void whatCannotBeReadHasAnOutcomeIsFoundByNameAndCanBeRetried() {
        String collection = Appliance.collection("unreadable");
        String upload = Appliance.upload(collection, "");
        String broken = Appliance.send(upload, "gadolinium.pdf", "%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8))
                .statusCode(201)
                .extract()
                .path("document");
        Appliance.sendText(upload, "fine.txt", "This one is fine.");

        JsonPath counts = Appliance.settle(upload);

        assertThat(counts.getInt("progress.failed")).isEqualTo(1);
        assertThat(counts.getInt("progress.searchable")).isEqualTo(1);
        as(Appliance.reader())
                .queryParam("q", "gadolinium")
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(1));
        as(Appliance.reader())
                .queryParam("status", "failed")
                .get("/api/v1/uploads/{id}/documents", upload)
                .then()
                .statusCode(200)
                .body("documents.size()", equalTo(1))
                .body("documents[0].id", equalTo(broken))
                .body("documents[0].reason", notNullValue());
        as(Appliance.reviewer())
                .post("/api/v1/uploads/{id}/retry", upload)
                .then()
                .statusCode(200)
                .body("documents", equalTo(1));
        JsonPath again = Appliance.settle(upload);
        assertThat(again.getInt("progress.failed")).isEqualTo(1);
        assertThat(again.getInt("progress.received")).isEqualTo(2);
        as(Appliance.reviewer())
                .post("/api/v1/documents/{id}/retry", broken)
                .then()
                .statusCode(200)
                .body("documents", equalTo(1));
        Appliance.settle(upload);
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("documents", List.of(broken)))
                .post("/api/v1/documents/retry")
                .then()
                .body("documents", equalTo(1));
        Appliance.settle(upload);
        as(Appliance.reviewer())
                .queryParam("reason", "unlucky")
                .post("/api/v1/collections/{id}/retry", collection)
                .then()
                .statusCode(400)
                .body("detail", containsString("unlucky"));
    }

    @Test
    void anUploadCutInTheMiddleLeavesNothing() throws IOException {
        String upload = Appliance.upload(Appliance.collection("cut"), "");
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT /api/v1/uploads/" + upload
                            + "/files?path=cut.txt HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + People.token(Appliance.reviewer())
                            + "\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[50_000]);
            out.flush();
        }

        JsonPath counts = Appliance.settle(upload);

        assertThat(counts.getInt("progress.received")).isZero();
    }

    @Test
    void aManifestTellsWhatIsMissing() {
        String upload = Appliance.upload(Appliance.collection("manifest"), "");
        Appliance.sendText(upload, "here.txt", "here");
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "files",
                        List.of(Map.of("path", "here.txt", "size", 4), Map.of("path", "missing.txt", "size", 9))))
                .post("/api/v1/uploads/{id}/manifest", upload)
                .then()
                .statusCode(200)
                .body("missing", equalTo(List.of("missing.txt")));
        as(Appliance.reader()).get("/api/v1/uploads/{id}", upload).then().body("announced", equalTo(2));
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "files", List.of(Map.of("path", "../x", "size", 4), Map.of("path", "fine.txt", "size", 4))))
                .post("/api/v1/uploads/{id}/manifest", upload)
                .then()
                .statusCode(200)
                .body("missing", equalTo(List.of("fine.txt")))
                .body("files.status", equalTo(List.of("refused", "send")))
                .body("files[0].detail", containsString("below the folder"));
        as(Appliance.reader())
                .get("/api/v1/uploads/{id}/refusals", upload)
                .then()
                .statusCode(200)
                .body("path", equalTo(List.of("../x")));
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("files", List.of(Map.of("path", "x", "size", -1))))
                .post("/api/v1/uploads/{id}/manifest", upload)
                .then()
                .statusCode(400);
    }

    @Test
    void anEndedUploadTakesNoMoreFiles() {
        String upload = Appliance.upload(Appliance.collection("ended"), "");
        as(Appliance.reviewer())
                .post("/api/v1/uploads/{id}/cancel", upload)
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"));
        Appliance.send(upload, "late.txt", new byte[] {1}).statusCode(409);
    }

    @Test
    void liveProgressEndsWhenTheUploadIsSettled() {
        String upload = Appliance.upload(Appliance.collection("live"), "");
        Appliance.sendText(upload, "live.txt", "Live progress.");
        as(Appliance.reviewer())
                .post("/api/v1/uploads/{id}/complete", upload)
                .then()
                .statusCode(200);

        String events = as(Appliance.reader())
                .accept("text/event-stream")
                .get("/api/v1/uploads/{id}/events", upload)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(events).contains("data:").contains("\"settled\":true");
    }

    @Test
    void collectionsAreNamedOnceAndListed() {
        String collection = Appliance.collection("named once");
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("name", " named once "))
                .post("/api/v1/collections")
                .then()
                .statusCode(409)
                .contentType("application/problem+json");
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("name", " "))
                .post("/api/v1/collections")
                .then()
                .statusCode(400);
        as(Appliance.reader()).get("/api/v1/collections").then().statusCode(200).body("id", hasItem(collection));
        as(Appliance.reader())
                .get("/api/v1/collections/{id}", collection)
                .then()
                .statusCode(200)
                .body("name", equalTo("named once"));
    }

    @Test
    void listsOfDocumentsComeInPages() {
        String collection = Appliance.collection("pages");
        String upload = Appliance.upload(collection, "");
        for (int i = 0; i < 5; i++) {
            Appliance.sendText(upload, "page/" + i + ".txt", "Page number " + i);
        }
        JsonPath first = as(Appliance.reader())
                .queryParam("size", 3)
                .get("/api/v1/collections/{id}/documents", collection)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(first.getList("documents.path")).hasSize(3);
        as(Appliance.reader())
                .queryParam("size", 3)
                .queryParam("after", first.getString("next"))
                .get("/api/v1/collections/{id}/documents", collection)
                .then()
                .statusCode(200)
                .body("documents.path", equalTo(List.of("page/3.txt", "page/4.txt")));
        as(Appliance.reader())
                .queryParam("size", 0)
                .get("/api/v1/uploads/{id}/documents", upload)
                .then()
                .statusCode(400);
        as(Appliance.reader())
                .queryParam("after", "nonsense")
                .get("/api/v1/uploads/{id}/documents", upload)
                .then()
                .statusCode(400);
        as(Appliance.reader())
                .queryParam("status", "odd")
                .get("/api/v1/uploads/{id}/documents", upload)
                .then()
                .statusCode(400);
        as(Appliance.reader())
                .get("/api/v1/collections/{id}/uploads", collection)
                .then()
                .body("[0].id", equalTo(upload));
        as(Appliance.reader()).get("/api/v1/uploads").then().body("size()", greaterThanOrEqualTo(1));
    }

    @Test
    void anotherTenantSeesNothingAndAReaderUploadsNothing() {
        String collection = Appliance.collection("ours");
        String upload = Appliance.upload(collection, "");
        String document = Appliance.sendText(upload, "ours.txt", "Our europium is nobody else's business.");
        Appliance.settle(upload);
        String stranger = People.of(People.GLOBEX, Roles.TENANT_ADMIN);

        as(stranger).get("/api/v1/collections/{id}", collection).then().statusCode(404);
        as(stranger).get("/api/v1/uploads/{id}", upload).then().statusCode(404);
        as(stranger).get("/api/v1/documents/{id}", document).then().statusCode(404);
        as(stranger).get("/api/v1/documents/{id}/original", document).then().statusCode(404);
        as(stranger).queryParam("q", "europium").get("/api/v1/search").then().body("total", equalTo(0));
        as(stranger)
                .contentType("application/octet-stream")
                .queryParam("path", "theirs.txt")
                .body(new byte[] {1})
                .put("/api/v1/uploads/{id}/files", upload)
                .then()
                .statusCode(404);
        as(Appliance.reader())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "not mine"))
                .post("/api/v1/collections")
                .then()
                .statusCode(403);
    }

    static byte[] zip(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
