package io.docket.web.upload;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.docket.web.blob.BlobStore;
import io.docket.web.blob.Sha256;
import io.docket.web.tenant.Roles;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The tus protocol as a client meets it. */
@QuarkusTest
class TusApiTest {
    private static final String PIECE = "application/offset+octet-stream";

    @Inject
    BlobStore blobs;

    @Test
    void aFileInPiecesBecomesADocument() {
        String upload = Appliance.upload(Appliance.collection("tus pieces"), "Cleo");
        byte[] bytes = bytes(300_000);
        String file = begin(upload, "big/Größe.bin", bytes.length, Sha256.of(bytes))
                .statusCode(201)
                .header("Tus-Resumable", equalTo("1.0.0"))
                .header("Upload-Offset", equalTo("0"))
                .header("Upload-Expires", notNullValue())
                .extract()
                .header("Location");

        patch(file, 0, slice(bytes, 0, 100_000)).statusCode(204).header("Upload-Offset", equalTo("100000"));
        head(file)
                .statusCode(200)
                .header("Upload-Offset", equalTo("100000"))
                .header("Upload-Length", equalTo("300000"))
                .header("Upload-Metadata", containsString("path "))
                .header("Cache-Control", equalTo("no-store"));
        patch(file, 0, slice(bytes, 0, 100)).statusCode(409).body("detail", containsString("100000"));
        tus().contentType(PIECE)
                .header("Upload-Offset", 100_000)
                .header("Upload-Checksum", "sha256 " + Base64.getEncoder().encodeToString(new byte[32]))
                .body(slice(bytes, 100_000, 200_000))
                .patch(file)
                .then()
                .statusCode(460)
                .body("detail", containsString("send it again"));
        head(file).header("Upload-Offset", equalTo("100000"));
        begin(upload, "big/Größe.bin", bytes.length, Sha256.of(bytes))
                .statusCode(201)
                .header("Location", equalTo(file))
                .header("Upload-Offset", equalTo("100000"));

        String document = patch(file, 100_000, slice(bytes, 100_000, 300_000))
                .statusCode(204)
                .header("Upload-Offset", equalTo("300000"))
                .extract()
                .header("Docket-Document");

        head(file).statusCode(200).header("Upload-Offset", equalTo("300000"));
        assertThat(Appliance.settle(upload).getInt("arrivals.received")).isEqualTo(1);
        as(Appliance.reader())
                .get("/api/v1/documents/{id}", document)
                .then()
                .statusCode(200)
                .body("document.path", equalTo("big/Größe.bin"))
                .body("document.custodian", equalTo("Cleo"));
    }

    @Test
    void aDiskThatLostBytesMakesTheSenderSendThemAgain() throws IOException {
        String upload = Appliance.upload(Appliance.collection("tus crash"), "");
        byte[] bytes = bytes(50_000);
        String file = begin(upload, "crash.bin", bytes.length, Sha256.of(bytes))
                .extract()
                .header("Location");
        patch(file, 0, slice(bytes, 0, 30_000)).statusCode(204);
        Path partial = blobs.partialFile(People.ACME, UUID.fromString(file.substring(file.lastIndexOf('/') + 1)));

        Files.write(partial, new byte[7], StandardOpenOption.APPEND);
        head(file).header("Upload-Offset", equalTo("30000"));
        Files.write(partial, slice(bytes, 0, 20_000));
        head(file).header("Upload-Offset", equalTo("20000"));

        patch(file, 20_000, slice(bytes, 20_000, 50_000)).statusCode(204).header("Docket-Document", notNullValue());
        assertThat(partial).doesNotExist();
    }

    @Test
    void aWholeFileWithAnotherHashIsRefusedAndRemoved() {
        String upload = Appliance.upload(Appliance.collection("tus hash"), "");
        byte[] bytes = bytes(5_000);
        String file = begin(upload, "other.bin", bytes.length, Sha256.of(new byte[1]))
                .extract()
                .header("Location");

        patch(file, 0, bytes)
                .statusCode(422)
                .body("detail", containsString("other.bin"))
                .body("detail", containsString("Send it again"));
        head(file).statusCode(404);
    }

    @Test
    void creationCanCarryTheWholeFileAndAnEmptyOneNeedsNoMore() {
        String upload = Appliance.upload(Appliance.collection("tus creation"), "");
        byte[] bytes = "All at once, with samarium.".getBytes(StandardCharsets.UTF_8);
        metadata(tus(), "once.txt", bytes.length, Sha256.of(bytes))
                .contentType(PIECE)
                .header("Upload-Checksum", "sha1 " + sha1(bytes))
                .body(bytes)
                .post("/api/v1/uploads/{id}/tus", upload)
                .then()
                .statusCode(201)
                .header("Upload-Offset", equalTo(Integer.toString(bytes.length)))
                .header("Docket-Document", notNullValue());
        begin(upload, "empty.txt", 0, Sha256.of(new byte[0])).statusCode(201).header("Docket-Document", notNullValue());
    }

    @Test
    void aFileIsGivenUpAndMethodsMayHideInAPost() {
        String upload = Appliance.upload(Appliance.collection("tus termination"), "");
        String file =
                begin(upload, "gone.bin", 10, Sha256.of(new byte[10])).extract().header("Location");
        tus().contentType(PIECE)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Upload-Offset", 0)
                .body(new byte[4])
                .post(file)
                .then()
                .statusCode(204)
                .header("Upload-Offset", equalTo("4"));
        patch(file, 4, new byte[7]).statusCode(413).body("detail", containsString("announced 10 bytes"));
        tus().delete(file).then().statusCode(204);
        head(file).statusCode(404);
    }

    @Test
    void whatCannotBeTakenIsRefusedWithItsRemedy() {
        String upload = Appliance.upload(Appliance.collection("tus refusals"), "");
        begin(upload, "../../etc/passwd", 5, Sha256.of(new byte[5]))
                .statusCode(400)
                .body("detail", containsString("below the folder"));
        begin(upload, "  ", 5, Sha256.of(new byte[5])).statusCode(400).body("detail", containsString("name"));
        begin(upload, "huge.bin", Long.MAX_VALUE, Sha256.of(new byte[5]))
                .statusCode(413)
                .body("detail", containsString("largest-file-bytes"));
        tus().post("/api/v1/uploads/{id}/tus", upload)
                .then()
                .statusCode(400)
                .body("detail", containsString("Upload-Length"));
        as(Appliance.reviewer())
                .header("Upload-Length", 1)
                .post("/api/v1/uploads/{id}/tus", upload)
                .then()
                .statusCode(412)
                .header("Tus-Version", equalTo("1.0.0"));
        as(Appliance.reviewer())
                .options("/api/v1/uploads/{id}/tus", upload)
                .then()
                .statusCode(204)
                .header("Tus-Extension", containsString("checksum"));
        String file =
                begin(upload, "mine.bin", 5, Sha256.of(new byte[5])).extract().header("Location");
        for (String stranger : new String[] {People.of(People.GLOBEX, Roles.TENANT_ADMIN), Appliance.reader()}) {
            int status =
                    as(stranger).header("Tus-Resumable", "1.0.0").head(file).statusCode();
            assertThat(status).isIn(403, 404);
        }
        as(Appliance.reviewer())
                .post("/api/v1/uploads/{id}/cancel", upload)
                .then()
                .statusCode(200);
        patch(file, 0, new byte[5]).statusCode(409);
    }

    private static RequestSpecification tus() {
        return as(Appliance.reviewer()).header("Tus-Resumable", "1.0.0");
    }

    private static ValidatableResponse begin(String upload, String path, long size, Sha256 hash) {
        return metadata(tus(), path, size, hash)
                .post("/api/v1/uploads/{id}/tus", upload)
                .then();
    }

    private static RequestSpecification metadata(RequestSpecification request, String path, long size, Sha256 hash) {
        Base64.Encoder base64 = Base64.getEncoder();
        return request.header("Upload-Length", size)
                .header(
                        "Upload-Metadata",
                        "path " + base64.encodeToString(path.getBytes(StandardCharsets.UTF_8)) + ",sha256 "
                                + base64.encodeToString(hash.hex().getBytes(StandardCharsets.UTF_8)) + ",is_new");
    }

    private static ValidatableResponse patch(String file, long offset, byte[] piece) {
        return tus().contentType(PIECE)
                .header("Upload-Offset", offset)
                .body(piece)
                .patch(file)
                .then();
    }

    private static ValidatableResponse head(String file) {
        return tus().head(file).then();
    }

    private static String sha1(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            java.security.MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
