package io.docket.web.training;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.docket.web.tenant.Roles;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingApiTest {
    private static final Map<String, List<String>> WORDS = Map.of(
            "lease", List.of("tenant", "landlord", "premises", "rent", "deposit", "occupancy", "utilities"),
            "licence", List.of("software", "source", "royalty", "sublicense", "patent", "upgrade", "maintenance"));

    @Test
    void labelsOfAFolderTrainAModelThatLabelsTheOthers() {
        String collection = Appliance.collection("training");
        String upload = Appliance.upload(collection, "");
        Random random = new Random(11);
        for (int i = 0; i < 24; i++) {
            for (String label : WORDS.keySet()) {
                Appliance.sendText(upload, label + "/" + i + ".txt", text(random, label));
            }
        }
        Appliance.settle(upload);
        String later = Appliance.upload(collection, "");
        String unseen = Appliance.sendText(later, "unseen.txt", text(random, "lease"));
        Appliance.settle(later);
        String classifier = classifier("Kind of contract");
        refuseToTrainWithoutExamples(classifier);

        as(Appliance.reviewer())
                .queryParam("collection", collection)
                .post("/api/v1/classifiers/{id}/examples/folders", classifier)
                .then()
                .statusCode(200)
                .body("labelled", equalTo(48))
                .body("created", containsInAnyOrder("lease", "licence"));
        as(Appliance.reader())
                .get("/api/v1/training/{id}", classifier)
                .then()
                .statusCode(200)
                .body("ready", equalTo(true))
                .body("labels[0].examples", equalTo(24));
        String version = train(classifier);
        promote(classifier, version);
        findByPredictedLabel(collection, unseen);
        correctByHand(classifier, unseen);
        labelNewArrivals(collection, random);
        rollBack(classifier, version);
    }

    private static void refuseToTrainWithoutExamples(String classifier) {
        as(Appliance.tenantAdmin())
                .post("/api/v1/training/{id}/runs", classifier)
                .then()
                .statusCode(409)
                .contentType("application/problem+json");
        as(Appliance.reviewer())
                .post("/api/v1/training/{id}/runs", classifier)
                .then()
                .statusCode(403);
    }

    private static String train(String classifier) {
        String job = as(Appliance.tenantAdmin())
                .post("/api/v1/training/{id}/runs", classifier)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        String events = as(Appliance.reader())
                .accept("text/event-stream")
                .get("/api/v1/jobs/{id}/events", job)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(events).contains("\"state\":\"succeeded\"");
        String version = as(Appliance.reader())
                .get("/api/v1/jobs/{id}", job)
                .then()
                .statusCode(200)
                .extract()
                .path("modelVersion");
        as(Appliance.reader())
                .get("/api/v1/versions/{id}", version)
                .then()
                .statusCode(200)
                .body("version.state", equalTo("candidate"))
                .body("version.kindInWords", notNullValue())
                .body("report.judgement", notNullValue())
                .body("report.candidates.kind", hasItems("LINEAR", "SEMI_SUPERVISED"));
        as(Appliance.tenantAdmin()).post("/api/v1/jobs/{id}/cancel", job).then().statusCode(409);
        as(Appliance.tenantAdmin()).post("/api/v1/jobs/{id}/retry", job).then().statusCode(409);
        return version;
    }

    private static void promote(String classifier, String version) {
        String job = as(Appliance.tenantAdmin())
                .post("/api/v1/versions/{id}/promote", version)
                .then()
                .statusCode(202)
                .body("kind", equalTo("relabel"))
                .extract()
                .path("id");
        JsonPath ended = Appliance.await(
                "/api/v1/jobs/" + job, view -> !List.of("queued", "running").contains(view.getString("state")));
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        as(Appliance.reader())
                .get("/api/v1/training/{id}/versions", classifier)
                .then()
                .statusCode(200)
                .body("[0].state", equalTo("champion"))
                .body("[0].serves", equalTo(true));
        as(Appliance.tenantAdmin())
                .post("/api/v1/versions/{id}/promote", version)
                .then()
                .statusCode(409);
    }

    private static void findByPredictedLabel(String collection, String unseen) {
        Appliance.await(
                // the classifier labels what other tests sent as well: their documents must not push this one off the
                // page
                "/api/v1/search?size=100&filter=label.kind-of-contract:lease&filter=collection:" + collection,
                result -> result.getList("hits.id").contains(unseen));
        as(Appliance.reader())
                .queryParam("q", "label:lease")
                .queryParam("filter", "collection:" + collection)
                .queryParam("size", 100)
                .get("/api/v1/search")
                .then()
                .statusCode(200)
                .body("hits.id", hasItem(unseen))
                .body("facets.dimension", hasItem("label.kind-of-contract"));
        as(Appliance.reader())
                .get("/api/v1/documents/{id}", unseen)
                .then()
                .body(prediction("label"), equalTo("lease"))
                .body(prediction("number"), equalTo(1));
    }

    /** Where an answer says what this test's classifier predicts: other classifiers of the tenant predict too. */
    private static String prediction(String field) {
        return "predictions.find { it.key == 'kind-of-contract' }." + field;
    }

    private static void correctByHand(String classifier, String unseen) {
        as(Appliance.reader())
                .queryParam("classifier", classifier)
                .queryParam("label", "lease")
                .get("/api/v1/documents/{id}/explanation", unseen)
                .then()
                .statusCode(200)
                .body("[0].weight", notNullValue());
        as(Appliance.reader())
                .queryParam("classifier", classifier)
                .queryParam("label", "unheard of")
                .get("/api/v1/documents/{id}/explanation", unseen)
                .then()
                .statusCode(404);
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("label", "sublease"))
                .put("/api/v1/documents/{id}/labels/{classifier}", unseen, classifier)
                .then()
                .statusCode(200)
                .body("kind-of-contract", equalTo("sublease"));
        Appliance.await("/api/v1/search?filter=coding.kind-of-contract:sublease", result -> result.getList("hits.id")
                .equals(List.of(unseen)));
        as(Appliance.reviewer())
                .delete("/api/v1/documents/{id}/labels/{classifier}", unseen, classifier)
                .then()
                .statusCode(204);
        Appliance.await(
                "/api/v1/search?filter=coding.kind-of-contract:sublease", result -> result.getInt("total") == 0);
    }

    private static void labelNewArrivals(String collection, Random random) {
        String upload = Appliance.upload(collection, "");
        String arrived = Appliance.sendText(upload, "arrived.txt", text(random, "licence"));
        Appliance.settle(upload);
        as(Appliance.reader())
                .get("/api/v1/documents/{id}", arrived)
                .then()
                .body(prediction("label"), equalTo("licence"));
    }

    private static void rollBack(String classifier, String first) {
        as(Appliance.tenantAdmin())
                .post("/api/v1/training/{id}/rollback", classifier)
                .then()
                .statusCode(409);
        String job = as(Appliance.tenantAdmin())
                .queryParam("promote", true)
                .post("/api/v1/training/{id}/runs", classifier)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Appliance.await("/api/v1/jobs/" + job, view -> view.getString("state").equals("succeeded"));
        as(Appliance.tenantAdmin())
                .post("/api/v1/training/{id}/rollback", classifier)
                .then()
                .statusCode(202)
                .body("modelVersion", equalTo(first));
        as(Appliance.reader()).get("/api/v1/jobs").then().statusCode(200).body("id", hasItem(job));
        as(Appliance.reader()).queryParam("size", 0).get("/api/v1/jobs").then().statusCode(400);
        as(Appliance.reader())
                .get("/api/v1/jobs/{id}", UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @Test
    void badRowsOfALabelFileAreReportedOneByOne() {
        String collection = Appliance.collection("csv");
        String upload = Appliance.upload(collection, "");
        for (String path : List.of("north/a.txt", "south/a.txt", "south/b.txt")) {
            Appliance.sendText(upload, path, "The text of " + path);
        }
        Appliance.settle(upload);
        String classifier = classifier("From a file");

        String csv = "file,label,remark\n" // 1
                + "north/a.txt,one,\n" // 2
                + "b.txt,two,\n" // 3: the end of a path is enough
                + "a.txt,one,\n" // 4: two documents
                + "missing.txt,one,\n" // 5
                + "\"south/b.txt,one,\n" // 6: open quote
                + "south/a.txt\n" // 7: no label
                + "../a.txt,one,\n" // 8
                + "south/a.txt,\" \",\n"; // 9: blank label
        JsonPath result = as(Appliance.reviewer())
                .contentType("text/csv")
                .queryParam("collection", collection)
                .body(csv.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/classifiers/{id}/examples/csv", classifier)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(result.getInt("rows")).isEqualTo(8);
        assertThat(result.getInt("labelled")).isEqualTo(2);
        assertThat(result.getInt("errorCount")).isEqualTo(6);
        assertThat(result.getList("errors.row", Integer.class)).containsExactlyInAnyOrder(4, 5, 6, 7, 8, 9);
        assertThat(result.getList("errors.code", String.class))
                .contains("ambiguous-path", "unknown-path", "bad-quoting", "missing-column", "unusable");
        as(Appliance.reviewer())
                .contentType("text/csv")
                .queryParam("collection", collection)
                .body("a.txt,one\n")
                .post("/api/v1/classifiers/{id}/examples/csv", classifier)
                .then()
                .statusCode(400)
                .body("detail", containsString("path,label"));
        as(Appliance.reviewer())
                .contentType("text/csv")
                .body(csv)
                .post("/api/v1/classifiers/{id}/examples/csv", classifier)
                .then()
                .statusCode(400);
        as(Appliance.reviewer())
                .post("/api/v1/classifiers/{id}/examples/folders", classifier)
                .then()
                .statusCode(400);
    }

    @Test
    void classifiersAreNamedOnceAndClosedToOthers() {
        String classifier = classifier("Only once");
        as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Only once"))
                .post("/api/v1/classifiers")
                .then()
                .statusCode(409);
        as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", ""))
                .post("/api/v1/classifiers")
                .then()
                .statusCode(400);
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Not by me"))
                .post("/api/v1/classifiers")
                .then()
                .statusCode(403);
        as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "first label"))
                .post("/api/v1/classifiers/{id}/labels", classifier)
                .then()
                .statusCode(200)
                .body("labels.name", equalTo(List.of("first label")));
        as(Appliance.reader()).get("/api/v1/classifiers").then().statusCode(200).body("key", hasItem("only-once"));
        String stranger = People.of(People.GLOBEX, Roles.TENANT_ADMIN);
        as(stranger).get("/api/v1/classifiers/{id}", classifier).then().statusCode(404);
        as(stranger).post("/api/v1/training/{id}/runs", classifier).then().statusCode(404);
    }

    @Test
    void theApplianceAgreesWithItself() {
        String upload = Appliance.upload(Appliance.collection("agreement"), "");
        Appliance.sendText(upload, "agreed.txt", "Agreed upon by all.");
        Appliance.settle(upload);
        as(Appliance.tenantAdmin()).post("/api/v1/operations/reindex").then().statusCode(200);
        as(Appliance.tenantAdmin())
                .post("/api/v1/operations/check")
                .then()
                .statusCode(200)
                .body("problems", equalTo(List.of()))
                .body("problemCount", equalTo(0));
        as(Appliance.reader()).post("/api/v1/operations/check").then().statusCode(403);
    }

    private static String classifier(String name) {
        return as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", name))
                .post("/api/v1/classifiers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String text(Random random, String label) {
        StringBuilder text = new StringBuilder("Agreement number ")
                .append(random.nextInt(1_000_000))
                .append(". ");
        List<String> words = WORDS.get(label);
        for (int i = 0; i < 40; i++) {
            text.append(random.nextInt(3) == 0 ? words.get(random.nextInt(words.size())) : "hereby")
                    .append(' ');
        }
        return text.toString();
    }
}
