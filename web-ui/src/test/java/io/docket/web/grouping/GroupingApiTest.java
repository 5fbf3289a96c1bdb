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
                .body("labelled", equalTo(5));
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
