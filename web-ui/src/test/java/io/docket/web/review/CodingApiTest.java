package io.docket.web.review;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.docket.web.testing.Appliance;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Coding over the API: single and multiple choice, groups, whole results, undo, notes, and who may do it. */
@QuarkusTest
class CodingApiTest {
    @Test
    void aSingleChoiceReplacesAMultipleChoiceAddsAndBothAreSearchable() {
        TagSet answers = tagSet("Responsiveness", false, "Responsive", "Not responsive");
        TagSet issues = tagSet("Issues", true, "Pricing", "Patents");
        String word = unique("einsteinium");
        String document = document(word, "Memo about " + word);

        code("documents", List.of(document), List.of(answers.id("Responsive"), issues.id("Pricing")), List.of())
                .body("state", equalTo("done"))
                .body("changed", equalTo(1));
        code("documents", List.of(document), List.of(answers.id("Not responsive"), issues.id("Patents")), List.of());

        JsonPath coding = as(Appliance.reader())
                .get("/api/v1/documents/{id}/coding", document)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(coding.getList("tags.'" + answers.key() + "'")).containsExactly("Not responsive");
        assertThat(coding.getList("tags.'" + issues.key() + "'")).containsExactly("Pricing", "Patents");
        assertThat(coding.getList("history")).hasSize(4);
        awaitTotal("coded:" + answers.key() + "/not-responsive " + word, 1);
        awaitTotal("coded:" + issues.key() + "/pricing coded:" + issues.key() + "/patents " + word, 1);
        as(Appliance.reader())
                .queryParam("q", word)
                .get("/api/v1/search")
                .then()
                .body("hits[0].codings.'" + issues.key() + "'", hasItem("Pricing"))
                .body("facets.find { it.dimension == 'coding." + issues.key() + "' }.values", hasSize(2));
        as(Appliance.reader())
                .queryParam("q", word)
                .get("/api/v1/coding/progress")
                .then()
                .body("find { it.key == '" + answers.key() + "' }.decided", equalTo(1));
    }

    @Test
    void whatIsCurrentInSearchIsFoundAtOnce() {
        TagSet set = tagSet("Relevance", false, "Relevant");
        String word = unique("lawrencium");
        String document = document(word, "Minutes about " + word);
        code("documents", List.of(document), List.of(set.id("Relevant")), List.of());

        JsonPath detail = Appliance.await("/api/v1/documents/" + document, view -> view.getBoolean("currentInSearch"));

        assertThat(detail.getInt("attempts")).isZero();
        as(Appliance.reader())
                .queryParam("q", "coded:" + set.key() + "/relevant " + word)
                .get("/api/v1/search")
                .then()
                .statusCode(200)
                .body("total", equalTo(1));
    }

    @Test
    void undoRestoresUnlessSomebodyCodedAgain() {
        TagSet set = tagSet("Privilege", false, "Privileged", "Not privileged");
        String word = unique("fermium");
        String first = document(word + "a", "First " + word);
        String second = document(word + "b", "Second " + word);
        String batch = code("documents", List.of(first, second), List.of(set.id("Privileged")), List.of())
                .body("changed", equalTo(2))
                .extract()
                .path("id");
        as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(wish("documents", List.of(second), List.of(set.id("Not privileged")), List.of()))
                .post("/api/v1/coding")
                .then()
                .statusCode(200);

        as(Appliance.tenantAdmin())
                .post("/api/v1/coding/batches/{id}/undo", batch)
                .then()
                .statusCode(403);
        as(Appliance.reviewer())
                .post("/api/v1/coding/batches/{id}/undo", batch)
                .then()
                .statusCode(200)
                .body("state", equalTo("undone"))
                .body("kept", equalTo(1));
        as(Appliance.reviewer())
                .post("/api/v1/coding/batches/{id}/undo", batch)
                .then()
                .statusCode(409);

        assertThat(tags(first, set)).isNull();
        assertThat(tags(second, set)).containsExactly("Not privileged");
        awaitTotal("coded:" + set.key() + "/* " + word, 1);
    }

    @Test
    void aWholeResultIsCodedInTheBackgroundAndTakenBack() {
        TagSet set = tagSet("Hot", false, "Hot");
        String word = unique("mendelevium");
        String upload = Appliance.upload(Appliance.collection(word), "");
        for (int i = 0; i < 5; i++) {
            Appliance.sendText(upload, i + ".txt", "Document " + i + " about " + word);
        }
        Appliance.settle(upload);

        Map<String, Object> wish = wish("result", List.of(), List.of(set.id("Hot")), List.of());
        wish.put("query", word);
        JsonPath outcome = as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(wish)
                .post("/api/v1/coding")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Appliance.await("/api/v1/jobs/" + outcome.getString("job"), job -> job.getString("state")
                .equals("succeeded"));

        awaitTotal("coded:hot " + word, 5);
        as(Appliance.reviewer())
                .post("/api/v1/coding/batches/{id}/undo", outcome.getString("id"))
                .then()
                .statusCode(200)
                .body("changed", equalTo(5))
                .body("kept", equalTo(0));
        awaitTotal("coded:" + set.key() + "/* " + word, 0);
    }

    @Test
    void aFamilyIsCodedTogether() {
        TagSet set = tagSet("Family", true, "Together");
        String word = unique("nobelium");
        String upload = Appliance.upload(Appliance.collection(word), "");
        String mail = """
                From: ada@docket.example
                To: bela@docket.example
                Subject: Offer %s
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
                """.formatted(word, word, word);
        String head = Appliance.sendText(upload, "offer.eml", mail.replace("\n", "\r\n"));
        Appliance.settle(upload);

        code("family", List.of(head), List.of(set.id("Together")), List.of()).body("documents", equalTo(2));

        awaitTotal("coded:together " + word, 2);
    }

    @Test
    void notesAreKeptWithTheirWriterAndRemovedByTheWriterAlone() {
        String document = document(unique("lawrencium"), "Lawrencium memo");
        String note = as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("content", "Ask counsel about <this>"))
                .post("/api/v1/documents/{id}/coding/notes", document)
                .then()
                .statusCode(200)
                .extract()
                .path("id");

        as(Appliance.reader())
                .get("/api/v1/documents/{id}/coding", document)
                .then()
                .body("notes[0].content", containsString("counsel"));
        as(Appliance.tenantAdmin())
                .delete("/api/v1/documents/{id}/coding/notes/{note}", document, note)
                .then()
                .statusCode(403);
        as(Appliance.reviewer())
                .delete("/api/v1/documents/{id}/coding/notes/{note}", document, note)
                .then()
                .statusCode(204);
    }

    @Test
    void readersCodeNothingAndMistakesAreNamed() {
        TagSet set = tagSet("Guarded", false, "A", "B");
        String document = document(unique("rutherfordium"), "Rutherfordium memo");
        Map<String, Object> good = wish("documents", List.of(document), List.of(set.id("A")), List.of());
        as(Appliance.reader())
                .contentType(ContentType.JSON)
                .body(good)
                .post("/api/v1/coding")
                .then()
                .statusCode(403);
        refused(
                wish("documents", List.of(document), List.of(set.id("A"), set.id("B")), List.of()),
                400,
                "takes one tag");
        refused(wish("documents", List.of(document), List.of(UUID.randomUUID().toString()), List.of()), 404, "no tag");
        refused(wish("documents", List.of(UUID.randomUUID().toString()), List.of(set.id("A")), List.of()), 404, "ids");
        refused(wish("everything", List.of(document), List.of(set.id("A")), List.of()), 400, "everything");
        refused(wish("documents", List.of(document), List.of(), List.of()), 400, "empty");
        code("documents", List.of(document), List.of(set.id("A")), List.of());
        as(Appliance.tenantAdmin())
                .delete("/api/v1/tag-sets/{id}", set.id())
                .then()
                .statusCode(409);
    }

    /** A tag set with the ids of its tags. */
    private record TagSet(String id, String key, Map<String, String> tags) {
        String id(String tag) {
            return tags.get(tag);
        }
    }

    private static TagSet tagSet(String name, boolean multiple, String... tags) {
        JsonPath made = as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("name", name + " " + unique(""), "multiple", multiple, "tags", List.of(tags)))
                .post("/api/v1/tag-sets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Map<String, String> ids = new HashMap<>();
        List<Map<String, String>> list = made.getList("tags");
        list.forEach(tag -> ids.put(tag.get("name"), tag.get("id")));
        return new TagSet(made.getString("id"), made.getString("key"), ids);
    }

    private static String document(String collection, String text) {
        String upload = Appliance.upload(Appliance.collection(collection), "");
        String document = Appliance.sendText(upload, "memo.txt", text);
        Appliance.settle(upload);
        return document;
    }

    private static ValidatableResponse code(
            String scope, List<String> documents, List<String> add, List<String> remove) {
        return as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(wish(scope, documents, add, remove))
                .post("/api/v1/coding")
                .then()
                .statusCode(200);
    }

    private static void refused(Map<String, Object> wish, int status, String words) {
        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(wish)
                .post("/api/v1/coding")
                .then()
                .statusCode(status)
                .body("detail", containsString(words));
    }

    private static Map<String, Object> wish(
            String scope, List<String> documents, List<String> add, List<String> remove) {
        Map<String, Object> wish = new HashMap<>();
        wish.put("scope", scope);
        wish.put("documents", documents);
        wish.put("add", add);
        wish.put("remove", remove);
        return wish;
    }

    private static List<String> tags(String document, TagSet set) {
        return as(Appliance.reader())
                .get("/api/v1/documents/{id}/coding", document)
                .then()
                .extract()
                .jsonPath()
                .getList("tags.'" + set.key() + "'");
    }

    private static void awaitTotal(String query, int total) {
        Appliance.await("/api/v1/search?facets=false&q=" + query, found -> found.getInt("total") == total);
    }

    private static String unique(String word) {
        return word + UUID.randomUUID().toString().substring(0, 8).replaceAll("[0-9]", "x");
    }
}
