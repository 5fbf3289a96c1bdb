package io.docket.web.search;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;

/** What discovery offers besides the search itself, and what a closed collection gives away: nothing. */
@QuarkusTest
class DiscoveryApiTest {
    @Test
    void aClosedCollectionGivesAwayNothing() {
        String secret = unique("zephyr");
        String collection = Appliance.collection("closed-" + secret);
        String upload = Appliance.upload(collection, "Zora " + secret);
        String document = Appliance.sendText(upload, secret + ".txt", "The " + secret + " deal closes soon.");
        Appliance.settle(upload);
        String saved = as(Appliance.reader())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "mine", "search", "q=" + secret, "shared", false))
                .post("/api/v1/saved-searches")
                .then()
                .statusCode(200)
                .body("documents", equalTo(1))
                .extract()
                .path("id");

        close(collection, List.of("reviewer"), List.of());

        String reader = Appliance.reader();
        as(reader)
                .queryParam("q", secret)
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(0))
                .body("suggestion", equalTo(null))
                .body(not(containsString("Zora")));
        assertThat(as(reader).get("/api/v1/search").asString()).doesNotContain(secret, collection);
        as(reader)
                .queryParam("typed", secret.substring(0, 8))
                .get("/api/v1/search/suggestions")
                .then()
                .statusCode(200)
                .body("$", hasSize(0));
        as(reader)
                .queryParam("typed", "in:closed-")
                .get("/api/v1/search/suggestions")
                .then()
                .body(not(containsString(secret)));
        as(reader)
                .queryParam("typed", "custodian:Zora")
                .get("/api/v1/search/suggestions")
                .then()
                .body(not(containsString(secret)));
        // a misspelling is not put right to a word that only the closed collection has
        as(reader)
                .queryParam("q", secret.substring(0, secret.length() - 1) + "q")
                .get("/api/v1/search")
                .then()
                .body("suggestion", equalTo(null));
        as(reader).get("/api/v1/saved-searches").then().body("find { it.id == '" + saved + "' }.documents", equalTo(0));
        for (String path : List.of(
                "/api/v1/documents/" + document,
                "/api/v1/documents/" + document + "/text",
                "/api/v1/documents/" + document + "/original",
                "/api/v1/documents/" + document + "/view",
                "/api/v1/documents/" + document + "/coding",
                "/api/v1/collections/" + collection,
                "/api/v1/uploads/" + upload)) {
            assertThat(as(reader).get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(as(reader).get("/api/v1/collections").asString()).doesNotContain(secret, collection);

        // those named see it, and the administrator always does
        for (String person : List.of(Appliance.reviewer(), Appliance.tenantAdmin())) {
            as(person).queryParam("q", secret).get("/api/v1/search").then().body("total", equalTo(1));
            as(person).get("/api/v1/documents/{id}", document).then().statusCode(200);
        }
        close(collection, List.of(), List.of(Appliance.reader().toUpperCase(java.util.Locale.ROOT)));
        as(reader).queryParam("q", secret).get("/api/v1/search").then().body("total", equalTo(1));
        as(Appliance.reviewer())
                .queryParam("q", secret)
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(0));
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("terms", List.of(secret)))
                .post("/api/v1/terms-reports")
                .then()
                .statusCode(200)
                .body("documents", equalTo(0))
                .body("lines[0].collections.size()", equalTo(0));
        as(Appliance.reviewer())
                .queryParam("q", secret)
                .get("/api/v1/search/export")
                .then()
                .statusCode(200)
                .body(not(containsString(secret)));
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("roles", List.of(), "people", List.of()))
                .put("/api/v1/collections/{id}/access", collection)
                .then()
                .statusCode(403);
        close(collection, List.of(), List.of());
        as(Appliance.reviewer())
                .queryParam("q", secret)
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(1));
    }

    @Test
    void aTermsReportCountsUniqueAndFamilyAndCollection() {
        String word = unique("samarium");
        String collection = Appliance.collection("terms-" + word);
        String upload = Appliance.upload(collection, "");
        String alpha = word + "alpha";
        String beta = word + "beta";
        Appliance.sendText(upload, "both.txt", alpha + " and " + beta);
        Appliance.sendText(upload, "one.txt", alpha + " alone");
        Appliance.sendText(upload, "mail.eml", mail(beta, word));
        Appliance.settle(upload);

        Map<String, Object> wish = new HashMap<>();
        wish.put("terms", List.of(alpha, beta, word + "*", "nothing" + word));
        wish.put("filters", List.of("collection:" + collection));
        JsonPath report = as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(wish)
                .post("/api/v1/terms-reports")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(report.getLong("searched")).isEqualTo(4);
        assertThat(report.getList("lines.documents")).containsExactly(2, 2, 4, 0);
        assertThat(report.getList("lines.unique")).containsExactly(0, 0, 1, 0);
        assertThat(report.getList("lines.withFamily")).containsExactly(2, 3, 4, 0);
        assertThat(report.getLong("lines[0].collections.'terms-" + word + "'")).isEqualTo(2);
        String csv = as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(wish)
                .post("/api/v1/terms-reports/csv")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        assertThat(csv.lines().toList()).hasSize(5);
        assertThat(csv).contains("Term,Understood as,Documents,Unique,With family,terms-" + word);
    }

    @Test
    void aListForSpreadsheetsHoldsNoFormulas() {
        String word = unique("gallium");
        String upload = Appliance.upload(Appliance.collection(word), "=cmd|' /C calc'!A0");
        Appliance.sendText(upload, "@SUM(1+1)," + word + ".txt", word + " memo");
        Appliance.settle(upload);

        String csv = as(Appliance.reviewer())
                .queryParam("q", word)
                .queryParam("columns", "name,custodian,size")
                .get("/api/v1/search/export")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Content-Disposition", containsString("attachment"))
                .extract()
                .asString();

        List<String> lines = csv.lines().toList();
        assertThat(lines.getFirst()).endsWith("Name,Custodian,Size");
        assertThat(lines.get(1)).startsWith("\"'@SUM(1+1)," + word + ".txt\",'=cmd|' /C calc'!A0,");
        as(Appliance.reader()).get("/api/v1/search/export").then().statusCode(403);
    }

    @Test
    void anExportHasNumbersLoadFilesAndHashes() throws IOException {
        String word = unique("indium");
        String upload = Appliance.upload(Appliance.collection(word), "Ada");
        Appliance.sendText(upload, "offer.eml", mail(word, word));
        Appliance.sendText(upload, "z.txt", "Last about " + word);
        Appliance.settle(upload);
        JsonPath started = as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "To them", "query", word, "prefix", "ABC", "firstNumber", 7, "digits", 4))
                .post("/api/v1/exports")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String id = started.getString("id");
        Appliance.await("/api/v1/jobs/" + started.getString("job"), job -> job.getString("state")
                .equals("succeeded"));

        as(Appliance.reader()).get("/api/v1/exports/{id}/file", id).then().statusCode(403);
        byte[] archive = as(Appliance.reviewer())
                .get("/api/v1/exports/{id}/file", id)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        Map<String, String> files = unzip(archive);

        assertThat(files.keySet())
                .containsExactlyInAnyOrder(
                        "NATIVES/ABC0007.eml",
                        "TEXT/ABC0007.txt",
                        "NATIVES/ABC0008.txt",
                        "TEXT/ABC0008.txt",
                        "NATIVES/ABC0009.txt",
                        "TEXT/ABC0009.txt",
                        "DATA/loadfile.dat",
                        "DATA/loadfile.csv",
                        "DATA/hashes.csv");
        List<String> load = files.get("DATA/loadfile.dat").lines().toList();
        assertThat(load).hasSize(4);
        assertThat(load.getFirst()).startsWith("\uFEFFþBEGDOCþ\u0014þENDDOCþ\u0014þBEGATTACHþ");
        assertThat(load.get(1)).startsWith("þABC0007þ\u0014þABC0007þ\u0014þABC0007þ\u0014þABC0008þ\u0014þAdaþ");
        assertThat(load.get(2)).startsWith("þABC0008þ\u0014þABC0008þ\u0014þABC0007þ\u0014þABC0008þ");
        assertThat(load.get(3)).startsWith("þABC0009þ\u0014þABC0009þ\u0014þþ\u0014þþ\u0014þAdaþ\u0014þz.txtþ");
        assertThat(files.get("DATA/hashes.csv").lines().toList()).hasSize(7);
        assertThat(files.get("NATIVES/ABC0009.txt")).isEqualTo("Last about " + word);
        as(Appliance.reviewer()).delete("/api/v1/exports/{id}", id).then().statusCode(204);
        as(Appliance.reviewer()).get("/api/v1/exports/{id}/file", id).then().statusCode(404);
    }

    @Test
    void savedSearchesSayWhatIsNewAndPersonalOnesStayPersonal() {
        String word = unique("thulium");
        String collection = Appliance.collection(word);
        String first = Appliance.upload(collection, "");
        Appliance.sendText(first, "1.txt", "One about " + word);
        Appliance.settle(first);
        String own = save(word + " own", word, false);
        String shared = save(word + " shared", word, true);
        String second = Appliance.upload(collection, "");
        Appliance.sendText(second, "2.txt", "Two about " + word);
        Appliance.settle(second);
        Appliance.await("/api/v1/search?q=" + word, found -> found.getInt("total") == 2);

        as(Appliance.reader())
                .get("/api/v1/saved-searches")
                .then()
                .body("find { it.id == '" + own + "' }.fresh", equalTo(1));
        as(Appliance.reader())
                .post("/api/v1/saved-searches/{id}/open", own)
                .then()
                .statusCode(200)
                .body("fresh", equalTo(0))
                .body("documents", equalTo(2));
        String others = as(Appliance.reviewer()).get("/api/v1/saved-searches").asString();
        assertThat(others).contains(shared).doesNotContain(own);
        as(Appliance.reviewer())
                .delete("/api/v1/saved-searches/{id}", own)
                .then()
                .statusCode(404);
        as(Appliance.reviewer())
                .delete("/api/v1/saved-searches/{id}", shared)
                .then()
                .statusCode(403);
        as(Appliance.reader()).delete("/api/v1/saved-searches/{id}", own).then().statusCode(204);
    }

    @Test
    void originalsAreShownWithoutTrustingThem() throws IOException {
        String word = unique("erbium");
        String upload = Appliance.upload(Appliance.collection(word), "");
        String office =
                Appliance.send(upload, "contract.docx", word(word)).extract().path("document");
        String page = Appliance.sendText(
                upload,
                "page.html",
                "<html><body><h1>Hello " + word + "</h1><script>alert(1)</script><p onclick='x()'>A <b>bold</b> "
                        + "<a href='javascript:alert(2)'>link</a><img src='http://tracker.example/p.png'></p></body></html>");
        String pdf = Appliance.sendText(upload, "not-really.txt", "Only text about " + word);
        Appliance.settle(upload);

        Response shown = as(Appliance.reader()).get("/api/v1/documents/{id}/view", office);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.asString()).contains("<p>Contract about " + word, "<td>");
        assertThat(shown.headers().getValues("Content-Security-Policy")).hasSize(1);
        assertThat(shown.header("Content-Security-Policy"))
                .contains("sandbox", "default-src 'none'", "frame-ancestors 'self'");
        String html =
                as(Appliance.reader()).get("/api/v1/documents/{id}/view", page).asString();
        String body = html.substring(html.indexOf("<body>"));
        assertThat(body).contains("<h1>Hello " + word + "</h1>", "bold", "link");
        assertThat(body).doesNotContain("script", "alert", "onclick", "href", "<img", "tracker");
        as(Appliance.reader()).get("/api/v1/documents/{id}/view", pdf).then().statusCode(409);
    }

    @Test
    void synonymsWidenASearchAtOnce() {
        String word = unique("holmium");
        String other = unique("dysprosium");
        String upload = Appliance.upload(Appliance.collection(word), "");
        Appliance.sendText(upload, "1.txt", "About " + word);
        Appliance.settle(upload);
        as(Appliance.reader())
                .queryParam("q", other)
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(0));

        String group = as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("words", List.of(word, other)))
                .post("/api/v1/synonyms")
                .then()
                .statusCode(200)
                .extract()
                .path("id");

        as(Appliance.reader())
                .queryParam("q", other)
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(1));
        as(Appliance.tenantAdmin())
                .delete("/api/v1/synonyms/{id}", group)
                .then()
                .statusCode(204);
        as(Appliance.reader())
                .queryParam("q", other)
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(0));
    }

    private static void close(String collection, List<String> roles, List<String> people) {
        as(People.of(People.ACME, "tenant-admin"))
                .contentType(ContentType.JSON)
                .body(Map.of("roles", roles, "people", people))
                .put("/api/v1/collections/{id}/access", collection)
                .then()
                .statusCode(200)
                .body("everybody", equalTo(roles.isEmpty() && people.isEmpty()));
    }

    private static String save(String name, String query, boolean shared) {
        return as(Appliance.reader())
                .contentType(ContentType.JSON)
                .body(Map.of("name", name, "search", "q=" + query, "shared", shared))
                .post("/api/v1/saved-searches")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static Map<String, String> unzip(byte[] archive) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static byte[] word(String about) throws IOException {
        try (XWPFDocument document = new XWPFDocument();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            document.createParagraph().createRun().setText("Contract about " + about);
            document.createTable(1, 2).getRow(0).getCell(0).setText("Price");
            document.write(bytes);
            return bytes.toByteArray();
        }
    }

    /** A mail with an attachment of two lines. */
    private static String mail(String body, String attachment) {
        return """
                From: ada@docket.example
                To: bela@docket.example
                Subject: Offer
                Date: Mon, 2 Mar 2026 10:00:00 +0000
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=x

                --x
                Content-Type: text/plain

                See the attachment about %s.
                --x
                Content-Type: text/plain; name=terms.txt
                Content-Disposition: attachment; filename=terms.txt

                Terms of %s.
                --x--
                """.formatted(body, attachment).replace("\n", "\r\n");
    }

    private static String unique(String word) {
        return word
                + UUID.randomUUID()
                        .toString()
                        .substring(0, 8)
                        .replaceAll("[0-9]", "x")
                        .replace("-", "");
    }
}
