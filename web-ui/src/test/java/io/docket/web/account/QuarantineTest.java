package io.docket.web.account;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.docket.web.testing.Appliance;
import io.docket.web.testing.FakeScanner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What a malware scanner objects to is accounted for and goes nowhere. */
@QuarkusTest
class QuarantineTest {
    private static final String INFECTED = "A rubidium memo. " + FakeScanner.MALWARE;

    @Test
    void anInfectedFileIsNeverOpenedAndOnlyTheAdministratorCanDownloadIt() {
        String upload = Appliance.upload(Appliance.collection("infected"), "");
        Appliance.sendText(upload, "clean.txt", "A technetium memo.");
        String infected = Appliance.sendText(upload, "bad.txt", INFECTED);
        String copy = Appliance.sendText(upload, "copy of bad.txt", INFECTED);
        JsonPath settled = Appliance.settle(upload);

        assertThat(settled.getLong("progress.received")).isEqualTo(3);
        assertThat(settled.getLong("progress.searchable")).isEqualTo(1);
        assertThat(settled.getLong("progress.duplicates")).isEqualTo(1);
        assertThat(settled.getLong("progress.failedByReason.quarantined")).isEqualTo(1);
        as(Appliance.reader())
                .get("/api/v1/documents/{id}", infected)
                .then()
                .statusCode(200)
                .body("document.outcome", equalTo("quarantined"))
                .body("document.reason", containsString(FakeScanner.SIGNATURE))
                .body("document.mediaType", equalTo("application/octet-stream"));
        as(Appliance.reader()).get("/api/v1/search?q=rubidium").then().body("total", equalTo(0));
        for (String held : List.of(infected, copy)) {
            for (String way : List.of("original", "view")) {
                as(Appliance.reviewer())
                        .get("/api/v1/documents/{id}/{way}", held, way)
                        .then()
                        .statusCode(403)
                        .body("title", equalTo("In quarantine"));
            }
            as(Appliance.tenantAdmin())
                    .get("/api/v1/documents/{id}/original", held)
                    .then()
                    .statusCode(200)
                    .body(containsString(FakeScanner.MALWARE));
        }
        as(Appliance.reviewer())
                .get("/api/v1/uploads/{id}/report?status=quarantined", upload)
                .then()
                .statusCode(200)
                .body("lines.size()", equalTo(1))
                .body("lines[0].path", equalTo("bad.txt"));
    }

    /** The scanner of this test sees nothing in archives. */
    @Test
    void whatIsInsideAnArchiveIsLookedAtBeforeItIsOpened() throws IOException {
        String upload = Appliance.upload(Appliance.collection("infected archive"), "");
        String archive = Appliance.send(
                        upload,
                        "letters.zip",
                        zip(Map.of(
                                "good.txt", "A caesium memo.".getBytes(StandardCharsets.UTF_8),
                                "inner.zip", zip(Map.of("bad.txt", INFECTED.getBytes(StandardCharsets.UTF_8))))))
                .statusCode(201)
                .extract()
                .path("document");
        JsonPath settled = Appliance.settle(upload);

        assertThat(settled.getLong("progress.received")).isEqualTo(3);
        assertThat(settled.getLong("progress.failedByReason.quarantined"))
                .as("the stored bytes of the entry are those of the inner archive too")
                .isEqualTo(1);
        as(Appliance.reviewer())
                .get("/api/v1/documents/{id}/original", archive)
                .then()
                .statusCode(403);
        Map<String, String> standings = as(Appliance.reviewer())
                .get("/api/v1/uploads/{id}/documents", upload)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Map<String, Object>>getList("documents")
                .stream()
                .collect(Collectors.toMap(line -> (String) line.get("path"), line -> (String) line.get("outcome")));
        assertThat(standings)
                .isEqualTo(Map.of(
                        "letters.zip", "extracted",
                        "letters.zip/good.txt", "extracted",
                        "letters.zip/inner.zip", "quarantined"));
    }

    /** The entries of the inner archive are stored, so that the scanner sees their bytes; those of the outer one deflated. */
    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                if (entries.size() == 1) {
                    CRC32 sum = new CRC32();
                    sum.update(entry.getValue());
                    header.setMethod(ZipEntry.STORED);
                    header.setSize(entry.getValue().length);
                    header.setCrc(sum.getValue());
                }
                out.putNextEntry(header);
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
