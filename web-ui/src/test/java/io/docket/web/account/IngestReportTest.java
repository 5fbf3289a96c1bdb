package io.docket.web.account;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.docket.web.testing.Appliance;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IngestReportTest {

    @Test
    void everyFileAndEveryItemInsideHasOneLineAndTheSumHolds() throws IOException {
        String upload = Appliance.upload(Appliance.collection("report"), "=Ada");
        Appliance.sendText(upload, "letters/one.txt", "A letter about scandium and nothing else.");
        Appliance.sendText(upload, "letters/copy of one.txt", "A letter about scandium and nothing else.");
        Appliance.send(upload, "broken.pdf", "%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8));
        Appliance.send(upload, "empty.txt", new byte[0]);
        Appliance.send(upload, "all.zip", zip(Map.of("in/two.txt", "A second letter, inside of an archive.")));
        Appliance.settle(upload);

        List<Map<String, Object>> lines = everyLine(upload, "path", 2);

        assertThat(lines.stream().map(line -> line.get("path")))
                .containsExactly(
                        "all.zip",
                        "all.zip/in/two.txt",
                        "broken.pdf",
                        "empty.txt",
                        "letters/copy of one.txt",
                        "letters/one.txt");
        Map<String, Long> byStatus = new TreeMap<>();
        lines.forEach(line -> byStatus.merge(line.get("status").toString(), 1L, Long::sum));
        JsonPath counts = as(Appliance.reader())
                .get("/api/v1/uploads/{id}/report", upload)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(byStatus)
                .containsEntry("duplicate", counts.getLong("counts.duplicates"))
                .containsEntry("corrupt", counts.getLong("counts.failed"))
                .containsEntry("without-text", counts.getLong("counts.withoutText"));
        assertThat(counts.getLong("counts.received"))
                .isEqualTo(lines.size())
                .isEqualTo(counts.getLong("counts.searchable")
                        + counts.getLong("counts.withoutText")
                        + counts.getLong("counts.duplicates")
                        + counts.getLong("counts.failed")
                        + counts.getLong("counts.pending"));
        Map<String, Object> copy = lines.get(4);
        Map<String, Object> broken = lines.get(2);
        assertThat(copy.get("reason")).isEqualTo("the same bytes as letters/one.txt of =Ada");
        assertThat(broken.get("reason").toString()).isNotBlank();
        assertThat(lines.get(1))
                .containsEntry("parent", lines.get(0).get("document"))
                .containsEntry("depth", 1);
    }

    @Test
    void everyOrderReadsEachLineOnce() {
        String upload = Appliance.upload(Appliance.collection("orders"), "");
        for (int i = 0; i < 7; i++) {
            Appliance.sendText(upload, "file " + i + ".txt", "Gallium ".repeat(1 + i % 3) + i);
        }
        Appliance.send(upload, "x.txt", new byte[0]);
        Appliance.settle(upload);

        for (ReportOrder order : ReportOrder.values()) {
            List<Map<String, Object>> lines = everyLine(upload, order.key(), 3);
            assertThat(lines.stream().map(line -> line.get("path")))
                    .as(order.key())
                    .doesNotHaveDuplicates()
                    .hasSize(8);
        }
        assertThat(everyLine(upload, "largest", 3).stream().map(line -> (Integer) line.get("size")))
                .isSortedAccordingTo((left, right) -> Integer.compare(right, left));
    }

    @Test
    void theCsvFileHasTheSameLinesAndNoFormulas() {
        String upload = Appliance.upload(Appliance.collection("report as csv"), "");
        Appliance.sendText(upload, "=cmd(), \"quoted\".txt", "Indium.");
        Appliance.sendText(upload, "plain.txt", "Tin.");
        Appliance.settle(upload);

        String csv = as(Appliance.reader())
                .get("/api/v1/uploads/{id}/report/csv", upload)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("ingest-report-" + upload))
                .extract()
                .asString();

        assertThat(csv.lines()).hasSize(3);
        assertThat(csv).startsWith("path,parent,").contains("\"'=cmd(), \"\"quoted\"\".txt\",,0,searchable,");
    }

    @Test
    void filesThatWereRefusedOrNeverCameAreListedToo() {
        String upload = Appliance.upload(Appliance.collection("absent"), "");
        as(Appliance.reviewer())
                .contentType("application/json")
                .body(Map.of(
                        "files", List.of(Map.of("path", "late.txt", "size", 5), Map.of("path", "here.txt", "size", 4))))
                .post("/api/v1/uploads/{id}/manifest", upload)
                .then()
                .statusCode(200);
        Appliance.sendText(upload, "here.txt", "Lead");
        as(Appliance.reviewer())
                .multiPart("file", "two.txt", "second".getBytes(StandardCharsets.UTF_8))
                .multiPart("path", "../two.txt", "text/plain; charset=UTF-8")
                .post("/api/v1/uploads/{id}/files", upload)
                .then()
                .body("refused", equalTo(1));
        Appliance.settle(upload);

        as(Appliance.reader())
                .get("/api/v1/uploads/{id}/report/absent", upload)
                .then()
                .statusCode(200)
                .body("files.path", equalTo(List.of("../two.txt", "late.txt")))
                .body("files.status", equalTo(List.of("refused", "missing")));
        String csv = as(Appliance.reader())
                .get("/api/v1/uploads/{id}/report/csv", upload)
                .asString();
        assertThat(csv.lines()).hasSize(4).anyMatch(line -> line.startsWith("late.txt,,0,missing,"));
        long columns = csv.lines()
                .findFirst()
                .orElseThrow()
                .chars()
                .filter(c -> c == ',')
                .count();
        assertThat(csv.lines().filter(line -> !line.contains("\"")))
                .allMatch(line -> line.chars().filter(c -> c == ',').count() == columns);
    }

    @Test
    void strangeRequestsAreRefusedWithTheRemedy() {
        String upload = Appliance.upload(Appliance.collection("strange"), "");
        for (String query : List.of("sort=colour", "status=lost", "after=nonsense", "size=5000")) {
            as(Appliance.reader())
                    .get("/api/v1/uploads/" + upload + "/report?" + query)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
    }

    @Test
    void familyAndCopiesAreRelated() {
        String upload = Appliance.upload(Appliance.collection("related"), "Ada");
        String first = Appliance.sendText(upload, "a.txt", "The same promethium memo.");
        String copy = Appliance.send(upload, "b.txt", "The same promethium memo.".getBytes(StandardCharsets.UTF_8))
                .extract()
                .path("document");
        Appliance.settle(upload);

        as(Appliance.reader())
                .get("/api/v1/documents/{id}/related", first)
                .then()
                .statusCode(200)
                .body("family.size()", equalTo(1))
                .body("copies[0].id", equalTo(copy));
        as(Appliance.reader())
                .get("/api/v1/documents/{id}/related", copy)
                .then()
                .body("first.id", equalTo(first))
                .body("copies.size()", equalTo(0));
    }

    /** Follows {@code next} to the end. */
    private static List<Map<String, Object>> everyLine(String upload, String order, int size) {
        List<Map<String, Object>> lines = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = as(Appliance.reader())
                    .queryParam("sort", order)
                    .queryParam("size", size)
                    .queryParam("after", after)
                    .get("/api/v1/uploads/{id}/report", upload)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            lines.addAll(page.getList("lines"));
            after = page.getString("next");
        }
        return lines;
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
