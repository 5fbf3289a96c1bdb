package io.docket.web.upload;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.docket.web.account.EncryptedZip;
import io.docket.web.testing.Appliance;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Everything that is wrong with files, all in one upload: each has an outcome of its own, and the good ones do not suffer. */
@QuarkusTest
class BadInputTest {
    private static final String GOOD = "The cadmium clause stays readable among all of this.";

    @Test
    void eachBadFileHasItsOutcomeAndTheGoodOnesAreFound() throws IOException {
        String elsewhere = Appliance.upload(Appliance.collection("undisturbed"), "");
        Appliance.sendText(elsewhere, "calm.txt", "A francium letter in another collection.");
        String upload = Appliance.upload(Appliance.collection("bad input"), "Eve");
        Appliance.sendText(upload, "good.txt", GOOD);
        Appliance.send(upload, "../../etc/escape.txt", bytes("out of the folder"))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("../../etc/escape.txt"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("empty.txt", new byte[0]);
        files.put("same again.txt", bytes(GOOD));
        files.put("no picture.png", bytes("This text is called a picture."));
        files.put("noise.bin", noise(7));
        files.put("broken.docx", noise(8));
        files.put("cut.pdf", bytes("%PDF-1.7\n1 0 obj << /Type /Catalog"));
        files.put("locked.zip", EncryptedZip.of(Map.of("inside.txt", "Nobody reads this."), "unknown"));
        files.put("合同/договор/عقد/Ünïcode 📄.txt", bytes("A astatine contract in any script."));
        files.put("boxes.zip", boxes());
        files.forEach((path, content) -> Appliance.send(upload, path, content).statusCode(201));

        JsonPath counts = Appliance.settle(upload);
        Appliance.settle(elsewhere);

        Map<String, String> outcomes = outcomes(upload);
        assertThat(outcomes)
                .containsEntry("good.txt", "searchable ")
                .containsEntry("empty.txt", "without-text the file has no bytes")
                .containsEntry("same again.txt", "duplicate the same bytes as good.txt of Eve")
                .containsEntry("noise.bin", "unsupported no parser for this kind of file")
                .hasEntrySatisfying(
                        "broken.docx", outcome -> assertThat(outcome).startsWith("corrupt "))
                .hasEntrySatisfying("cut.pdf", outcome -> assertThat(outcome).startsWith("corrupt "))
                .containsEntry("locked.zip", "encrypted encrypted, and no given password opens it")
                .containsEntry("合同/договор/عقد/Ünïcode 📄.txt", "searchable ")
                .containsEntry("boxes.zip/middle.zip/inner.zip/глубоко.txt", "searchable ");
        assertThat(counts.getLong("progress.received"))
                .isEqualTo(outcomes.size())
                .isEqualTo(counts.getLong("progress.searchable")
                        + counts.getLong("progress.withoutText")
                        + counts.getLong("progress.duplicates")
                        + counts.getLong("progress.failed"));
        assertThat(outcomes.keySet())
                .as("entries that point out of their archive stay in it")
                .noneMatch(path -> path.contains("..") || path.startsWith("/"));
        for (String word : List.of("cadmium", "astatine", "francium", "bismuth", "antimony")) {
            as(Appliance.reader())
                    .queryParam("q", word)
                    .get("/api/v1/search")
                    .then()
                    .statusCode(200)
                    .body("total", equalTo(1));
        }
    }

    /** An archive in an archive in an archive, and entries that want to be written elsewhere. */
    private static byte[] boxes() throws IOException {
        byte[] inner = UploadApiTest.zip(Map.of("глубоко.txt", "Bismuth lies three boxes deep."));
        byte[] middle = UploadApiTest.zip(Map.of("inner.zip", new String(inner, StandardCharsets.ISO_8859_1)));
        return UploadApiTest.zip(Map.of(
                "middle.zip",
                new String(middle, StandardCharsets.ISO_8859_1),
                "../../slipped.txt",
                "Antimony wants to leave the archive."));
    }

    /** Status and reason by path. */
    private static Map<String, String> outcomes(String upload) {
        List<Map<String, Object>> lines = as(Appliance.reader())
                .queryParam("size", 1000)
                .get("/api/v1/uploads/{id}/report", upload)
                .then()
                .statusCode(200)
                .extract()
                .path("lines");
        Map<String, String> outcomes = new HashMap<>();
        lines.forEach(line -> outcomes.put((String) line.get("path"), line.get("status") + " " + line.get("reason")));
        return outcomes;
    }

    private static byte[] noise(int seed) {
        byte[] noise = new byte[5_000];
        new Random(seed).nextBytes(noise);
        // no accidental magic number
        noise[0] = 0x01;
        return noise;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
