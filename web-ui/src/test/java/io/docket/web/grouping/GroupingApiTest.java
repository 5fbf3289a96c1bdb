package io.docket.web.grouping;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.docket.web.tenant.Roles;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GroupingApiTest {
    private static final List<String> GARDEN = List.of("roses", "compost", "pruning", "seedlings", "trellis", "mulch");
    private static final List<String> HARBOUR = List.of("mooring", "crane", "pilot", "container", "tide", "quay");

    @Test
    void twoSubjectsBecomeTwoGroupsAndAGroupBecomesALabel() {
        String collection = Appliance.collection("groups " + UUID.randomUUID());
        String upload = Appliance.upload(collection, "");
        Set<String> garden = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            garden.add(Appliance.sendText(upload, "garden-" + i + ".txt", text(GARDEN, i)));
            Appliance.sendText(upload, "harbour-" + i + ".txt", text(HARBOUR, i));
        }
        Appliance.settle(upload);

        JsonPath made = as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("filters", List.of("collection:" + collection), "groups", 2))
                .post("/api/v1/groupings")
                .then()
                .statusCode(201)
                .body("total", equalTo(24))
                .body("groups.size()", equalTo(2))
                .extract()
                .jsonPath();

        List<String> first = made.getList("groups[0].documents");
        assertThat(garden.containsAll(first) || first.stream().noneMatch(garden::contains))
                .as("the first group holds one subject only")
                .isTrue();
        assertThat(made.getList("groups[0].points")).hasSameSizeAs(first);
        List<String> words = new ArrayList<>(GARDEN);
        words.addAll(HARBOUR);
        assertThat(made.<String>getList("groups[0].terms")).isNotEmpty().allMatch(words::contains);

        String id = made.getString("id");
        String classifier = as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Subject " + id))
                .post("/api/v1/classifiers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("classifier", classifier, "label", "First", "documents", 5))
                .post("/api/v1/groupings/{id}/groups/0/label", id)
                .then()
                .statusCode(200)
                .body("documents", equalTo(5))
                .body("undone", equalTo(false));
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("classifier", classifier, "label", "First", "documents", 5))
                .post("/api/v1/groupings/{id}/groups/7/label", id)
                .then()
                .statusCode(404);

        as(Appliance.tenantAdmin()).get("/api/v1/groupings/{id}", id).then().statusCode(404);
        as(People.of(People.ACME, Roles.READER)).get("/api/v1/groupings").then().statusCode(403);
    }

    @Test
    void aLabelOfAGroupIsTakenBackToWhatWasBefore() {
        String grouping = grouped(20, 2);
        String classifier = classifier("Back " + grouping);
        List<String> members = group(grouping, 0);
        String labelledBefore = members.getFirst();
        giveLabel(classifier, labelledBefore, "Before");

        String act = label(grouping, classifier, "Group", 4);
        assertThat(labelOf(classifier, labelledBefore)).isEqualTo("Group");
        assertThat(labelOf(classifier, members.get(1))).isEqualTo("Group");
        giveLabel(classifier, members.get(2), "Since");

        undo(grouping, act).statusCode(200).body("undone", equalTo(true));
        assertThat(labelOf(classifier, labelledBefore)).isEqualTo("Before");
        assertThat(labelOf(classifier, members.get(1))).isNull();
        assertThat(labelOf(classifier, members.get(2))).isEqualTo("Since");
        undo(grouping, act).statusCode(409);
        as(Appliance.tenantAdmin())
                .post("/api/v1/groupings/{id}/acts/{act}/undo", grouping, act)
                .then()
                .statusCode(404);
    }

    @Test
    void aGroupOfTwoHundredDocumentsIsCodedAsOneBatchAndTakenBack() {
        String grouping = grouped(200, 2);
        List<String> members = group(grouping, 0);
        JsonPath set = as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Batch " + grouping, "multiple", false, "tags", List.of("Yes", "No")))
                .post("/api/v1/tag-sets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String tag = set.getString("tags[0].id");
        String key = set.getString("key");

        String act = as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("add", List.of(tag)))
                .post("/api/v1/groupings/{id}/groups/0/coding", grouping)
                .then()
                .statusCode(200)
                .body("documents", equalTo(members.size()))
                .body("what", containsString("+ Yes"))
                .extract()
                .path("id");
        coded(key, members.size());

        undo(grouping, act).statusCode(200).body("undone", equalTo(true));
        coded(key, 0);
        as(Appliance.reviewer())
                .get("/api/v1/groupings/{id}/groups/0/acts", grouping)
                .then()
                .statusCode(200)
                .body("size()", equalTo(1))
                .body("[0].undone", equalTo(true));
        undo(grouping, act).statusCode(409);
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("add", List.of(UUID.randomUUID().toString())))
                .post("/api/v1/groupings/{id}/groups/0/coding", grouping)
                .then()
                .statusCode(404);
    }

    /** Groups so many documents about two subjects; the grouping's id. */
    private static String grouped(int documents, int groups) {
        String collection = Appliance.collection("groups " + UUID.randomUUID());
        String upload = Appliance.upload(collection, "");
        for (int i = 0; i < documents / 2; i++) {
            Appliance.sendText(upload, "garden-" + i + ".txt", text(GARDEN, i));
            Appliance.sendText(upload, "harbour-" + i + ".txt", text(HARBOUR, i));
        }
        Appliance.settle(upload);
        return as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("filters", List.of("collection:" + collection), "groups", groups))
                .post("/api/v1/groupings")
                .then()
                .statusCode(201)
                .body("total", equalTo(documents))
                .extract()
                .path("id");
    }

    private static List<String> group(String grouping, int place) {
        return as(Appliance.reviewer())
                .get("/api/v1/groupings/{id}", grouping)
                .then()
                .statusCode(200)
                .extract()
                .path("groups[" + place + "].documents");
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

    private static void giveLabel(String classifier, String document, String label) {
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("label", label))
                .put("/api/v1/documents/{document}/labels/{classifier}", document, classifier)
                .then()
                .statusCode(200);
    }

    private static String label(String grouping, String classifier, String label, int documents) {
        return as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("classifier", classifier, "label", label, "documents", documents))
                .post("/api/v1/groupings/{id}/groups/0/label", grouping)
                .then()
                .statusCode(200)
                .body("documents", equalTo(documents))
                .extract()
                .path("id");
    }

    /** The label of a document; null without one. */
    private static String labelOf(String classifier, String document) {
        String key = as(Appliance.reviewer())
                .get("/api/v1/classifiers/{id}", classifier)
                .then()
                .statusCode(200)
                .extract()
                .path("key");
        return as(Appliance.reviewer())
                .get("/api/v1/documents/{id}", document)
                .then()
                .statusCode(200)
                .extract()
                .path("labels['" + key + "']");
    }

    /** Waits until the index says that so many documents have a tag of a set. */
    private static void coded(String tagSet, long documents) {
        Appliance.await(
                "/api/v1/coding/progress",
                view -> view.getLong("find { it.key == '" + tagSet + "' }.decided") == documents);
    }

    private static ValidatableResponse undo(String grouping, String act) {
        return as(Appliance.reviewer())
                .post("/api/v1/groupings/{id}/acts/{act}/undo", grouping, act)
                .then();
    }

    @Test
    void tooLittleAndNonsenseAreRefused() {
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("query", "zzz-nobody-wrote-this"))
                .post("/api/v1/groupings")
                .then()
                .statusCode(409)
                .body("detail", containsString("from 20 on"));
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("query", "", "groups", 51))
                .post("/api/v1/groupings")
                .then()
                .statusCode(400);
    }

    private static String text(List<String> words, int number) {
        StringBuilder text = new StringBuilder("Report number " + number + ".");
        for (int i = 0; i < 20; i++) {
            text.append(' ').append(words.get((number + i * (1 + number % 2)) % words.size()));
        }
        return text.append('.').toString();
    }
}
