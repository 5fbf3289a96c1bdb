package io.docket.web.audit;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.web.testing.Appliance;
import io.docket.web.testing.BrowserSession;
import io.docket.web.testing.People;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people do is in the record, by names and counts, and no text of a document is. */
@QuarkusTest
class AuditedActionsTest {
    private static final String SECRET = "zanzibarite";

    private final String unique = UUID.randomUUID().toString().substring(0, 8);

    @TestHTTPResource
    URI address;

    @Test
    void actionsAreRecordedWithoutText() {
        String collection = Appliance.collection("Audited " + unique);
        String upload = Appliance.upload(collection, "");
        String document = Appliance.sendText(upload, "a.txt", "The " + SECRET + " is secret.");
        as(Appliance.reviewer())
                .post("/api/v1/uploads/{id}/complete", upload)
                .then()
                .statusCode(200);
        String classifier = as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Audited " + unique))
                .post("/api/v1/classifiers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        as(Appliance.reviewer())
                .contentType("text/csv")
                .queryParam("collection", collection)
                .body("path,label\na.txt,ore\nb.txt,ore\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/classifiers/{id}/examples/csv", classifier)
                .then()
                .statusCode(200);
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("label", "gem"))
                .put("/api/v1/documents/{id}/labels/{classifier}", document, classifier)
                .then()
                .statusCode(200);
        as(Appliance.reviewer())
                .delete("/api/v1/documents/{id}/labels/{classifier}", document, classifier)
                .then()
                .statusCode(204);
        as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("classifier", 0.5, "labels", Map.of("gem", 0.25)))
                .put("/api/v1/training/{id}/thresholds", classifier)
                .then()
                .statusCode(200);
        as(Appliance.reader()).get("/api/v1/documents/{id}", document).then().statusCode(200);
        as(Appliance.reader())
                .get("/api/v1/documents/{id}/original", document)
                .then()
                .statusCode(200);
        as(Appliance.reader())
                .queryParam("q", "quarterly " + unique)
                .get("/api/v1/search")
                .then()
                .statusCode(200);

        assertThat(details("collection.create", "collection/" + collection)).containsExactly("Audited " + unique);
        assertThat(details("upload.begin", "upload/" + upload)).containsExactly("into Audited " + unique);
        assertThat(details("upload.complete", "upload/" + upload))
                .containsExactly("1 files received, into Audited " + unique);
        assertThat(details("classifier.create", "classifier/" + classifier)).containsExactly("Audited " + unique);
        assertThat(details("label.import", "classifier/" + classifier))
                .containsExactly(
                        "Audited " + unique + ": 2 rows read, 1 documents labelled, 1 new labels, 1 rows passed over");
        assertThat(details("label", "document/" + document))
                .containsExactly("Audited " + unique, "Audited " + unique + ": gem");
        assertThat(details("classifier.thresholds", "classifier/" + classifier))
                .containsExactly("Audited " + unique + ": all labels 0.5, {gem=0.25}; 0 documents changed");
        assertThat(details("document", "document/" + document)).containsExactly("a.txt", "a.txt");
        assertThat(details("search.run", "search"))
                .filteredOn(detail -> detail.contains(unique))
                .containsExactly("quarterly " + unique + ": 0 found");
        assertThat(as(Appliance.tenantAdmin()).get("/api/v1/audit/export").asString())
                .contains("Audited " + unique)
                .doesNotContain(SECRET);
        assertThat(details("audit.export", "audit")).isNotEmpty();
        assertThat(as(Appliance.tenantAdmin())
                        .queryParam("from", "yesterday")
                        .get("/api/v1/audit")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void pageShowsWhoSignedInAndFilters() {
        String administrator = Appliance.tenantAdmin();
        try (BrowserSession session = BrowserSession.open("http://localhost:" + address.getPort())) {
            session.signIn("/admin/audit", administrator);
            Appliance.awaitAs(administrator, "/api/v1/audit?action=session.begin", entries -> !entries.getList("$")
                    .isEmpty());
            session.page().navigate("/admin/audit?action=session.begin");
            assertThat(session.page().locator("tbody tr").first().innerText()).contains("Signed in");
            assertThat(session.page().locator("tbody td:nth-child(3)").allInnerTexts())
                    .containsOnly("Signed in");
            session.screenshot("audit");
            session.screenshotDark("audit");
        }
        assertThat(as(People.of(People.ACME, "reviewer"))
                        .get("/api/v1/audit/export")
                        .statusCode())
                .isEqualTo(403);
    }

    private static List<String> details(String action, String subject) {
        return as(Appliance.tenantAdmin())
                .queryParam("action", action)
                .queryParam("subject", subject)
                .get("/api/v1/audit")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("detail");
    }
}
