package io.docket.web.support;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.docket.web.tenant.Roles;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SupportApiTest {
    private static final String AGENT = People.of(People.ACME, Roles.AGENT);
    private static final String ANSWER = "To calibrate the flux spectrometer, hold the yttrium knob for nine seconds.";

    @Test
    void aQuestionIsAnsweredByThePassageAndOpensAtItsPlace() {
        String document =
                manual("spectrometer", "Introduction to the device. " + "It is heavy. ".repeat(90) + "\n\n" + ANSWER);

        JsonPath answer = ask(Appliance.reader(), "How do I calibrate the flux spectrometer?");

        assertThat(answer.getString("answer.document")).isEqualTo(document);
        assertThat(answer.getString("answer.text")).contains("yttrium knob");
        int start = answer.getInt("answer.start");
        int end = answer.getInt("answer.end");
        String text = as(Appliance.reader())
                .get("/api/v1/documents/{id}/text", document)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(text.substring(start, end)).isEqualTo(answer.getString("answer.text"));
        assertThat(answer.getList("answer.matches")).isNotEmpty();
    }

    @Test
    void aFirstLookRecordsNothing() {
        manual("photometer", "The photometer gauges lumens when the praseodymium lid is shut.");

        as(Appliance.reader())
                .queryParam("q", "praseodymium lid photometer")
                .get("/api/v1/support/answers")
                .then()
                .statusCode(200)
                .body("id", nullValue())
                .body("answer.text", containsString("praseodymium"));
        as(AGENT)
                .get("/api/v1/support/insight")
                .then()
                .statusCode(200)
                .body("askedAgain.question", not(hasItem("praseodymium lid photometer")));
    }

    @Test
    void aQuestionFindsTheSynonymsOfItsWords() {
        String document = manual("tunnel", "The cerium tunnel is opened by the ruthenium lever.");
        String question = "What opens the berkelium?";
        assertThat(ask(Appliance.reader(), question).getString("answer")).isNull();
        ask(Appliance.reader(), question);
        assertThat(unknownWords()).contains("berkelium").doesNotContain("opens");
        String group = as(People.of(People.ACME, Roles.TENANT_ADMIN))
                .contentType(ContentType.JSON)
                .body(Map.of("words", List.of("berkelium", "cerium tunnel")))
                .post("/api/v1/synonyms")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        assertThat(ask(Appliance.reader(), question).getString("answer.document"))
                .isEqualTo(document);
        assertThat(unknownWords()).doesNotContain("berkelium");
        as(People.of(People.ACME, Roles.TENANT_ADMIN))
                .delete("/api/v1/synonyms/{id}", group)
                .then()
                .statusCode(204);
    }

    private static List<String> unknownWords() {
        return as(AGENT)
                .get("/api/v1/support/insight?days=7")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("suggestions.findAll { it.kind == 'SYNONYM' }.subject");
    }

    @Test
    void whatNothingAnswersIsSaidSoAndComesBackToTheLeads() {
        String question = "Why does the gadolinium samovar whistle at midnight?";
        JsonPath first = ask(Appliance.reader(), question);
        ask(Appliance.reader(), "Why does the gadolinium samovar whistle at midnight");

        assertThat(first.getString("answer")).isNull();
        as(AGENT)
                .get("/api/v1/support/insight?days=7")
                .then()
                .statusCode(200)
                .body("withoutAnswer.find { it.question.startsWith('Why does the gadolinium') }.asked", equalTo(2))
                .body("askedAgain.find { it.question.startsWith('Why does the gadolinium') }.people", equalTo(1));
    }

    @Test
    void whoIsStuckHandsOverWithWhatWasTried() {
        String document = manual("dynamo", "The dynamo hums when the terbium coil is warm.");
        JsonPath asked = ask(Appliance.reader(), "What makes the terbium coil of the dynamo hum?");
        String question = asked.getString("id");
        as(Appliance.reader())
                .post("/api/v1/support/questions/{id}/opened/{document}", question, document)
                .then()
                .statusCode(204);
        as(Appliance.reader())
                .contentType(ContentType.JSON)
                .body(Map.of("helped", false))
                .post("/api/v1/support/questions/{id}/helped", question)
                .then()
                .statusCode(200)
                .body("helped", equalTo(false));

        String handover = as(Appliance.reader())
                .contentType(ContentType.JSON)
                .body(Map.of("note", "=It hums \"loudly\"."))
                .post("/api/v1/support/questions/{id}/handover", question)
                .then()
                .statusCode(201)
                .body("tried.find { it.document == '" + document + "' }.opened", equalTo(true))
                .extract()
                .path("id");
        as(Appliance.reader())
                .contentType(ContentType.JSON)
                .body(Map.of("note", "again"))
                .post("/api/v1/support/questions/{id}/handover", question)
                .then()
                .statusCode(409);

        as(AGENT)
                .get("/api/v1/support/handovers")
                .then()
                .statusCode(200)
                .body("find { it.id == '" + handover + "' }.note", equalTo("=It hums \"loudly\"."));
        as(AGENT)
                .get("/api/v1/support/handovers.csv")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("hand-overs.csv"))
                .body(containsString("\"'=It hums \"\"loudly\"\".\""));
        as(AGENT)
                .contentType(ContentType.JSON)
                .body(Map.of("outcome", "Told them to cool it."))
                .post("/api/v1/support/handovers/{id}/close", handover)
                .then()
                .statusCode(200)
                .body("open", equalTo(false))
                .body("outcome", equalTo("Told them to cool it."));
    }

    @Test
    void aQuestionBelongsToWhoAskedItAndToSupportStaff() {
        String question = ask(Appliance.reviewer(), "May others read my question about holmium?")
                .getString("id");

        as(Appliance.reader())
                .get("/api/v1/support/questions/{id}", question)
                .then()
                .statusCode(404);
        as(Appliance.reader())
                .contentType(ContentType.JSON)
                .body(Map.of("helped", true))
                .post("/api/v1/support/questions/{id}/helped", question)
                .then()
                .statusCode(404);
        as(AGENT).get("/api/v1/support/questions/{id}", question).then().statusCode(200);
        as(AGENT)
                .contentType(ContentType.JSON)
                .body(Map.of("helped", true))
                .post("/api/v1/support/questions/{id}/helped", question)
                .then()
                .statusCode(409);
        as(Appliance.reader()).get("/api/v1/support/handovers").then().statusCode(403);
        as(Appliance.reader()).get("/api/v1/support/insight").then().statusCode(403);
    }

    @Test
    void nothingOfAnotherTenantAnswers() {
        manual("secret", "The europium password of acme is kept in the blue drawer.");

        JsonPath answer = ask(People.of(People.GLOBEX, Roles.READER), "Where is the europium password kept?");

        assertThat(answer.getList("passages")).isEmpty();
        assertThat(answer.getList("related")).isEmpty();
    }

    @Test
    void whatIsNoQuestionIsRefused() {
        for (String nothing : List.of(" ", "x".repeat(1001))) {
            as(Appliance.reader())
                    .contentType(ContentType.JSON)
                    .body(Map.of("question", nothing))
                    .post("/api/v1/support/questions")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
    }

    private static JsonPath ask(String person, String question) {
        return as(person)
                .contentType(ContentType.JSON)
                .body(Map.of("question", question))
                .post("/api/v1/support/questions")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    @Test
    void whatOneCustomerWroteAnswersNoOtherUntilItIsOpened() {
        String collection = Appliance.collection("tickets about the theremin");
        String secret = "The theremin of customer Aurelius hums since the ruthenium fuse was changed.";
        String question = "Why does the theremin hum after the ruthenium fuse was changed?";
        String document = text(collection, "theremin", secret);

        JsonPath reader = ask(Appliance.reader(), question);
        assertThat(reader.getString("answer")).isNull();
        // other tests have open collections, whose documents may be found
        assertThat(reader.getList("passages.collection")).doesNotContain(collection);
        assertThat(reader.getList("related.collection")).doesNotContain(collection);
        as(Appliance.reader())
                .queryParam("q", "ruthenium fuse theremin")
                .get("/api/v1/support/answers")
                .then()
                .statusCode(200)
                .body("passages.collection", not(hasItem(collection)));
        as(Appliance.reader())
                .get("/api/v1/support/questions/{id}", reader.getString("id"))
                .then()
                .statusCode(200)
                .body("passages.collection", not(hasItem(collection)));
        assertThat(ask(AGENT, question).getString("answer.document")).isEqualTo(document);

        as(Appliance.reviewer())
                .contentType(ContentType.JSON)
                .body(Map.of("readers", true))
                .put("/api/v1/collections/{id}/answers", collection)
                .then()
                .statusCode(403);
        open(collection, true);
        assertThat(ask(Appliance.reader(), question).getString("answer.document"))
                .isEqualTo(document);

        open(collection, false);
        assertThat(ask(Appliance.reader(), question).getString("answer")).isNull();
        as(Appliance.tenantAdmin())
                .get("/api/v1/collections/{id}/answers", collection)
                .then()
                .statusCode(200)
                .body("readers", equalTo(false));
    }

    @Test
    void whatIsRelatedToAnAnswerIsOpenForAnswersToo() {
        String open = Appliance.collection("help on the barometer");
        String closed = Appliance.collection("tickets about the barometer");
        open(open, true);
        String help =
                text(open, "barometer help", "Tap the barometer twice to reset the palladium needle and the dial.");
        String ticket = text(
                closed, "barometer ticket", "Tap the barometer twice, the palladium needle and the dial are stuck.");

        JsonPath reader = ask(Appliance.reader(), "How do I reset the palladium needle of the barometer?");

        assertThat(reader.getString("answer.document")).isEqualTo(help);
        assertThat(reader.prettify()).doesNotContain(ticket);
        assertThat(ask(AGENT, "Why is the palladium needle of the barometer stuck?")
                        .prettify())
                .contains(ticket);
    }

    @Test
    void openingForAnswersOpensNothingToWhoMayNotRead() {
        String collection = Appliance.collection("board papers");
        String document = text(collection, "board", "The rhodium merger of the board closes in Tallinn.");
        open(collection, true);
        as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("roles", List.of(Roles.REVIEWER), "people", List.of()))
                .put("/api/v1/collections/{id}/access", collection)
                .then()
                .statusCode(200);

        assertThat(ask(Appliance.reader(), "Where does the rhodium merger close?")
                        .prettify())
                .doesNotContain(document)
                .doesNotContain("Tallinn");
    }

    private static void open(String collection, boolean readers) {
        as(Appliance.tenantAdmin())
                .contentType(ContentType.JSON)
                .body(Map.of("readers", readers))
                .put("/api/v1/collections/{id}/answers", collection)
                .then()
                .statusCode(200)
                .body("readers", equalTo(readers));
    }

    private static String manual(String name, String text) {
        String collection = Appliance.collection("manuals of the " + name);
        open(collection, true);
        return text(collection, name, text);
    }

    private static String text(String collection, String name, String text) {
        String upload = Appliance.upload(collection, "");
        String document = Appliance.sendText(upload, name + ".txt", text);
        Appliance.settle(upload);
        return document;
    }
}
