package io.docket.web.taxonomy;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.docket.web.testing.Appliance;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A classifier labels the collections that were chosen for it, and follows when the choice changes. */
@QuarkusTest
class ClassifierScopeTest {
    private static final Map<String, String> TEXTS = Map.of(
            "lease", "The tenant pays rent and a deposit to the landlord for the premises.",
            "licence", "The licensee may install the software and pays a royalty for the source.");

    private final String unique = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void labelsStayInsideTheChosenCollections() {
        String inside = Appliance.collection("scope inside " + unique);
        String outside = Appliance.collection("scope outside " + unique);
        Map<String, String> insiders = fill(inside);
        Map<String, String> outsiders = fill(outside);
        String classifier = as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Scoped " + unique, "collections", Set.of(inside)))
                .post("/api/v1/classifiers")
                .then()
                .statusCode(201)
                .body("scope.every", equalTo(false))
                .body("scope.collections", contains(inside))
                .extract()
                .path("id");

        refuseLabelsOutside(classifier, outside, outsiders);
        importLabels(classifier, inside).statusCode(200).body("labelled", equalTo(8));
        train(classifier);
        awaitPrediction(classifier, insiders.get("lease/9.txt"), true);
        awaitPrediction(classifier, outsiders.get("lease/9.txt"), false);
        thresholdsDecideWhatIsSure(classifier, insiders.get("lease/9.txt"));
        String later = arrivesLater(outside);
        awaitPrediction(classifier, later, false);

        change(classifier, Map.of("every", true)).statusCode(200).body("scope.collections", empty());
        awaitPrediction(classifier, outsiders.get("lease/9.txt"), true);
        awaitPrediction(classifier, later, true);
        importLabels(classifier, outside).statusCode(200).body("labelled", equalTo(8));
        assertThat(examples(classifier)).isEqualTo(16);

        change(classifier, Map.of("every", false, "collections", Set.of(inside)))
                .statusCode(200);
        assertThat(examples(classifier))
                .as("labels outside are neither lost nor counted")
                .isEqualTo(8);
        awaitPrediction(classifier, insiders.get("lease/9.txt"), true);
        awaitPrediction(classifier, outsiders.get("lease/9.txt"), false);
        as(Appliance.reader())
                .get("/api/v1/documents/{id}", outsiders.get("lease/1.txt"))
                .then()
                .statusCode(200)
                .body("labels", anEmptyMap());
        Appliance.await(
                "/api/v1/search?size=0&filter=collection:" + outside,
                result -> result.getList("facets.dimension").stream().noneMatch(("label.scoped-" + unique)::equals)
                        || result.getList("facets.find { it.dimension == 'label.scoped-" + unique + "' }.values")
                                .isEmpty());
    }

    @Test
    void scopeThatMeansNothingIsRefused() {
        String collection = Appliance.collection("scope refusals " + unique);
        String classifier = as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Refusing " + unique))
                .post("/api/v1/classifiers")
                .then()
                .statusCode(201)
                .body("scope.every", equalTo(true))
                .extract()
                .path("id");
        change(classifier, Map.of("every", false)).statusCode(400).body("detail", containsString("at least one"));
        change(classifier, Map.of("every", true, "collections", Set.of(collection)))
                .statusCode(400);
        change(classifier, Map.of("every", false, "collections", Set.of(UUID.randomUUID())))
                .statusCode(404);
        change(classifier, Map.of()).statusCode(400);
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("every", true))
                .put("/api/v1/classifiers/{id}/scope", classifier)
                .then()
                .statusCode(403);
        as(Appliance.reader())
                .get("/api/v1/classifiers/{id}", classifier)
                .then()
                .body("scope.every", equalTo(true));
    }

    /** A label's own threshold wins over the classifier's, and both take effect without the model. */
    private void thresholdsDecideWhatIsSure(String classifier, String document) {
        threshold(classifier, Map.of("classifier", 1.0)).statusCode(200);
        awaitSure(classifier, document, false);
        Appliance.await(
                "/api/v1/search?filter=guess.scoped-" + unique + ":lease&size=100",
                result -> result.getList("hits.id").contains(document));
        Appliance.await(
                "/api/v1/search?filter=label.scoped-" + unique + ":lease&size=100",
                result -> !result.getList("hits.id").contains(document));
        threshold(classifier, Map.of("classifier", 1.0, "labels", Map.of("lease", 0.0)))
                .statusCode(200)
                .body("labels.lease", equalTo(0.0f));
        awaitSure(classifier, document, true);
        Appliance.await(
                "/api/v1/search?filter=label.scoped-" + unique + ":lease&size=100",
                result -> result.getList("hits.id").contains(document));
        threshold(classifier, Map.of("classifier", 1.5)).statusCode(400).body("detail", containsString("1.5"));
        threshold(classifier, Map.of("labels", Map.of("castle", 0.5)))
                .statusCode(404)
                .body("detail", containsString("castle"));
        threshold(classifier, Map.of()).statusCode(200).body("labels", anEmptyMap());
    }

    private static ValidatableResponse threshold(String classifier, Map<String, ?> thresholds) {
        return as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(thresholds)
                .put("/api/v1/training/{id}/thresholds", classifier)
                .then();
    }

    private static void awaitSure(String classifier, String document, boolean sure) {
        // other tests' classifiers may label the document too
        Appliance.await(
                "/api/v1/documents/" + document,
                view -> view.getBoolean("predictions.find { it.classifier == '" + classifier + "' }.abstained")
                        == !sure);
    }

    private static void refuseLabelsOutside(String classifier, String outside, Map<String, String> outsiders) {
        importLabels(classifier, outside)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("does not label the collection"));
        as(Appliance.reviewer())
                .queryParam("collection", outside)
                .post("/api/v1/classifiers/{id}/examples/folders", classifier)
                .then()
                .statusCode(409);
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("label", "lease"))
                .put("/api/v1/documents/{id}/labels/{classifier}", outsiders.get("lease/1.txt"), classifier)
                .then()
                .statusCode(409);
        as(Appliance.reader())
                .get("/api/v1/classifiers/{id}", classifier)
                .then()
                .body("labels", empty());
    }

    private static Map<String, String> fill(String collection) {
        String upload = Appliance.upload(collection, "");
        Map<String, String> documents = new HashMap<>();
        TEXTS.forEach((label, text) -> {
            for (int i : new int[] {1, 2, 3, 4, 9}) {
                String path = label + "/" + i + ".txt";
                documents.put(path, Appliance.sendText(upload, path, text + " Number " + i + "."));
            }
        });
        Appliance.settle(upload);
        return documents;
    }

    private static String arrivesLater(String collection) {
        String upload = Appliance.upload(collection, "");
        String document = Appliance.sendText(upload, "later.txt", TEXTS.get("lease") + " It came later.");
        Appliance.settle(upload);
        return document;
    }

    private static ValidatableResponse importLabels(String classifier, String collection) {
        StringBuilder csv = new StringBuilder("path,label\n");
        for (String label : TEXTS.keySet()) {
            for (int i = 1; i <= 4; i++) {
                csv.append(label)
                        .append('/')
                        .append(i)
                        .append(".txt,")
                        .append(label)
                        .append('\n');
            }
        }
        return as(Appliance.reviewer())
                .contentType("text/csv")
                .queryParam("collection", collection)
                .body(csv.toString().getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/classifiers/{id}/examples/csv", classifier)
                .then();
    }

    private static void train(String classifier) {
        String job = as(Appliance.tenantAdmin())
                .queryParam("promote", true)
                .post("/api/v1/training/{id}/runs", classifier)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(Appliance.await("/api/v1/jobs/" + job, view -> !List.of("queued", "running")
                                .contains(view.getString("state")))
                        .getString("state"))
                .isEqualTo("succeeded");
    }

    private static void awaitPrediction(String classifier, String document, boolean wanted) {
        Appliance.await(
                "/api/v1/documents/" + document,
                view -> view.getList("predictions.classifier").contains(classifier) == wanted);
    }

    private static ValidatableResponse change(String classifier, Map<String, ?> scope) {
        return as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(scope)
                .put("/api/v1/classifiers/{id}/scope", classifier)
                .then();
    }

    private static long examples(String classifier) {
        return as(Appliance.reader())
                .get("/api/v1/classifiers/{id}", classifier)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("labels.examples", Long.class)
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
