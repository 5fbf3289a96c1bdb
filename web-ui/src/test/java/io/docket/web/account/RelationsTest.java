package io.docket.web.account;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.docket.web.testing.Appliance;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RelationsTest {

    @Test
    void mailsOfOneConversationAreJoinedWhateverTheOrderOfArrival() {
        String upload = Appliance.upload(Appliance.collection("conversation"), "");
        // The answers first, to two mails that are not known to belong together until the last one comes.
        String second = mail(upload, "2.eml", "<b@x>", "<a@x>", "Second of the holmium talk");
        String fourth = mail(upload, "4.eml", "<d@x>", "<c@x>", "Fourth of the holmium talk");
        String stranger = mail(upload, "9.eml", "<z@x>", "", "Another talk");
        Appliance.await("/api/v1/documents/" + fourth, view -> view.getString("document.state")
                .equals("indexed"));
        String third = mail(upload, "3.eml", "<c@x>", "<a@x> <b@x>", "Third of the holmium talk");
        Appliance.settle(upload);

        assertThat(thread(second)).containsExactlyInAnyOrder(second, third, fourth);
        assertThat(thread(fourth)).containsExactlyInAnyOrder(second, third, fourth);
        assertThat(thread(stranger)).isEmpty();
        as(Appliance.reader())
                .queryParam("q", "holmium")
                .get("/api/v1/search")
                .then()
                .body("total", equalTo(3));
    }

    @Test
    void versionsOfATextAreOneGroupWithTheirSimilarityAndTheirDifference() {
        String upload = Appliance.upload(Appliance.collection("versions"), "");
        String text = contract();
        String first = Appliance.sendText(upload, "v1.txt", text);
        Appliance.await("/api/v1/documents/" + first, view -> view.getString("document.state")
                .equals("indexed"));
        String second = Appliance.sendText(upload, "v2.txt", text.replace("thirty days", "ninety days"));
        String other = Appliance.sendText(
                upload, "other.txt", "Dysprosium is mined in small amounts. ".repeat(20) + "It is used for magnets.");
        Appliance.settle(upload);

        JsonPath related = as(Appliance.reader())
                .get("/api/v1/documents/{id}/related", second)
                .then()
                .statusCode(200)
                .body("nearDuplicates.document.id", hasItem(first))
                .extract()
                .jsonPath();
        assertThat(related.getList("nearDuplicates.document.id")).containsExactly(first);
        assertThat(related.getDouble("nearDuplicates[0].similarity")).isBetween(0.7, 0.999);
        as(Appliance.reader())
                .get("/api/v1/documents/{id}/related", other)
                .then()
                .body("nearDuplicates.size()", equalTo(0));
        as(Appliance.reader())
                .get("/api/v1/documents/{id}/compare/{other}", first, second)
                .then()
                .statusCode(200)
                .body("deletedWords", equalTo(1))
                .body("insertedWords", equalTo(1))
                .body("runs.find { it.change == 'inserted' }.text", containsString("ninety"));
        Appliance.await("/api/v1/search?q=near:" + first, found -> found.getInt("total") == 2);
    }

    private static List<String> thread(String mail) {
        return as(Appliance.reader())
                .get("/api/v1/documents/{id}/related", mail)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("thread.id");
    }

    private static String mail(String upload, String path, String id, String references, String subject) {
        String text = "From: Ada <ada@example.org>\r\nTo: Bela <bela@example.org>\r\nSubject: " + subject
                + "\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nMessage-ID: " + id + "\r\n"
                + (references.isEmpty() ? "" : "References: " + references + "\r\n")
                + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n" + subject + ".\r\n";
        return Appliance.send(upload, path, text.getBytes(StandardCharsets.UTF_8))
                .statusCode(201)
                .extract()
                .path("document");
    }

    private static String contract() {
        StringBuilder text = new StringBuilder("This agreement is made between the lessor and the lessee. ");
        for (int clause = 1; clause <= 30; clause++) {
            text.append("Clause ")
                    .append(clause)
                    .append(": the party of part ")
                    .append(clause * 7)
                    .append(" shall deliver item ")
                    .append(clause * 13)
                    .append(" in good order. ");
        }
        return text.append("Either party may end it with a notice of thirty days in writing to the other.")
                .toString();
    }
}
