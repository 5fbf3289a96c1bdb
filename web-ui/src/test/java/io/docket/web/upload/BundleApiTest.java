package io.docket.web.upload;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.docket.web.blob.Sha256;
import io.docket.web.testing.Appliance;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/** Many small files in one request, and the manifest that goes before them. */
@QuarkusTest
class BundleApiTest {
    @Test
    void everyFileOfABundleGetsItsReceipt() throws IOException {
        String upload = Appliance.upload(Appliance.collection("bundle"), "Berta");
        String deep = "a folder/".repeat(30) + "große 契約 ملف.txt";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = tar(bytes)) {
            // a text that no other test has sent: repetitions are found in the whole tenant
            put(tar, "one.txt", "one file of a bundle");
            put(tar, deep, "deep in a bundle");
            put(tar, "../escape.txt", "away");
            put(tar, "two/one.txt", "one file of a bundle");
            put(tar, "empty.txt", "");
            TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }

        JsonPath receipts =
                bundle(upload, bytes.toByteArray()).statusCode(200).extract().jsonPath();

        List<String> statuses = receipts.getList("files.status");
        // which of two equal files of one group is the copy is not promised
        assertThat(List.of(statuses.get(0), statuses.get(3))).containsExactlyInAnyOrder("acknowledged", "duplicate");
        assertThat(List.of(statuses.get(1), statuses.get(2), statuses.get(4), statuses.get(5)))
                .containsExactly("acknowledged", "refused", "acknowledged", "refused");
        assertThat(receipts.getString("files[1].path")).isEqualTo(deep);
        assertThat(receipts.getString("files[2].detail"))
                .contains("../escape.txt")
                .contains("below the folder");
        assertThat(receipts.getString("files[5].detail")).contains("link").contains("send the file itself");
        bundle(upload, bytes.toByteArray())
                .statusCode(200)
                .body("files[0].again", equalTo(true))
                .body("files[1].again", equalTo(true));

        JsonPath counts = Appliance.settle(upload);
        assertThat(counts.getInt("arrivals.received")).isEqualTo(4);
        assertThat(counts.getInt("arrivals.refused")).isEqualTo(2);
        assertThat(counts.getString("custodian")).isEqualTo("Berta");
        as(Appliance.reader())
                .queryParam("q", "custodian:Berta deep")
                .get("/api/v1/search")
                .then()
                .statusCode(200)
                .body("total", equalTo(1));
    }

    @Test
    void aLargeBundleIsTakenInGroups() throws IOException {
        String upload = Appliance.upload(Appliance.collection("large bundle"), "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = tar(bytes)) {
            for (int i = 0; i < 600; i++) {
                put(tar, "n/" + i + ".txt", "");
            }
        }
        bundle(upload, bytes.toByteArray()).statusCode(200).body("acknowledged", equalTo(600));
        assertThat(as(Appliance.reader())
                        .get("/api/v1/uploads/{id}", upload)
                        .jsonPath()
                        .getInt("arrivals.received"))
                .isEqualTo(600);
    }

    @Test
    void whatIsNoTarOrWasCutIsRefusedWithARemedy() throws IOException {
        String upload = Appliance.upload(Appliance.collection("broken bundle"), "");
        byte[] nonsense = new byte[2_000];
        Arrays.fill(nonsense, (byte) 'x');
        bundle(upload, nonsense)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("send it again"));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = tar(bytes)) {
            put(tar, "whole.txt", "whole");
            put(tar, "cut.txt", "c".repeat(4_000));
        }
        bundle(upload, Arrays.copyOf(bytes.toByteArray(), 3_000))
                .statusCode(400)
                .body("detail", containsString("send it again"));
        bundle(upload, bytes.toByteArray()).statusCode(200).body("acknowledged", equalTo(2));
    }

    @Test
    void aManifestSparesBytesThatTheCollectionHas() throws IOException {
        String collection = Appliance.collection("known bytes");
        String first = Appliance.upload(collection, "Ada");
        Appliance.sendText(first, "a.txt", "the same bytes");
        String second = Appliance.upload(collection, "Bert");

        JsonPath answer = announce(
                second,
                List.of(entry("copy.txt", "the same bytes"), entry("new.txt", "new bytes"), entry("new.txt", "twice")));

        assertThat(answer.getList("files.status")).containsExactly("duplicate", "send", "refused");
        assertThat(answer.getString("files[2].detail")).contains("new.txt").contains("rename");
        assertThat(answer.getList("missing")).containsExactly("new.txt");
        JsonPath counts =
                as(Appliance.reader()).get("/api/v1/uploads/{id}", second).jsonPath();
        assertThat(counts.getInt("arrivals.announced")).isEqualTo(2);
        assertThat(counts.getInt("arrivals.received")).isEqualTo(1);
        assertThat(counts.getInt("arrivals.missing")).isEqualTo(1);

        String elsewhere = Appliance.upload(Appliance.collection("other collection"), "");
        assertThat(announce(elsewhere, List.of(entry("copy.txt", "the same bytes")))
                        .getList("missing"))
                .as("a hash opens nothing of another collection")
                .containsExactly("copy.txt");
    }

    @Test
    void otherBytesThanAnnouncedAreRefused() {
        String upload = Appliance.upload(Appliance.collection("changed meanwhile"), "");
        announce(upload, List.of(entry("same-size.txt", "abc"), entry("longer.txt", "abc")));

        Appliance.send(upload, "same-size.txt", "abd".getBytes(StandardCharsets.UTF_8))
                .statusCode(422)
                .body("detail", containsString("same-size.txt"))
                .body("detail", containsString("Send it again"));
        Appliance.send(upload, "longer.txt", "abcd".getBytes(StandardCharsets.UTF_8))
                .statusCode(422)
                .body("detail", containsString("4 bytes instead of 3"));
        JsonPath refused =
                as(Appliance.reader()).get("/api/v1/uploads/{id}", upload).jsonPath();
        assertThat(refused.getInt("arrivals.refused")).isEqualTo(2);
        assertThat(refused.getInt("arrivals.missing")).isZero();

        Appliance.sendText(upload, "same-size.txt", "abc");
        assertThat(as(Appliance.reader())
                        .get("/api/v1/uploads/{id}", upload)
                        .jsonPath()
                        .getInt("arrivals.refused"))
                .isEqualTo(1);
    }

    private static JsonPath announce(String upload, List<Map<String, Object>> files) {
        return as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("files", new ArrayList<>(files)))
                .post("/api/v1/uploads/{id}/manifest", upload)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Object> entry(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "path", path, "size", bytes.length, "sha256", Sha256.of(bytes).hex());
    }

    private static ValidatableResponse bundle(String upload, byte[] tar) {
        return as(Appliance.reviewer())
                .contentType("application/x-tar")
                .body(tar)
                .post("/api/v1/uploads/{id}/bundle", upload)
                .then();
    }

    private static TarArchiveOutputStream tar(ByteArrayOutputStream bytes) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    private static void put(TarArchiveOutputStream tar, String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
