package io.docket.web.account;

import static io.docket.web.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.docket.web.testing.Appliance;
import io.docket.web.testing.FakeTesseract;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures can be found by name at once, and by what they say once that was read. */
@QuarkusTest
class PictureTextTest {

    @Test
    void whatAPictureSaysBecomesItsText() throws IOException {
        String upload = Appliance.upload(Appliance.collection("scans"), "");
        String legible = send(upload, "notice.png", FakeTesseract.LEGIBLE);
        String silent = send(upload, "photograph.png", 400);
        String broken = send(upload, "smudge.png", FakeTesseract.BROKEN);
        String text = Appliance.sendText(upload, "letter.txt", "A selenium letter.");
        Appliance.settle(upload);

        JsonPath read = Appliance.await(
                "/api/v1/uploads/" + upload,
                view -> view.getBoolean("progress.settled")
                        && view.getLong("progress.pictures") == 0
                        && view.getLong("progress.searchable") == 2);

        assertThat(read.getLong("progress.received")).isEqualTo(4);
        assertThat(read.getLong("progress.withoutText")).isEqualTo(2);
        assertThat(read.getLong("progress.failed")).isZero();
        for (Map.Entry<String, String> expected : Map.of(
                        legible, "done", silent, "nothing", broken, "failed", text, "none")
                .entrySet()) {
            as(Appliance.reader())
                    .get("/api/v1/documents/{id}", expected.getKey())
                    .then()
                    .statusCode(200)
                    .body("document.recognition", equalTo(expected.getValue()));
        }
        as(Appliance.reader())
                .get("/api/v1/documents/{id}", broken)
                .then()
                .body("document.recognitionNote", containsString("the picture is illegible"));
        as(Appliance.reader())
                .get("/api/v1/search?q=polonium")
                .then()
                .body("total", equalTo(1))
                .body("hits[0].path", equalTo("notice.png"));
        as(Appliance.reader())
                .get("/api/v1/documents/{id}/text", legible)
                .then()
                .body(equalTo(FakeTesseract.WORDS));
        as(Appliance.reviewer())
                .get("/api/v1/uploads/{id}/report/csv", upload)
                .then()
                .statusCode(200)
                .body(containsString(",failed,"));
        picturesAreTriedAgainWhenChosen(upload, broken);
    }

    private static void picturesAreTriedAgainWhenChosen(String upload, String broken) {
        assertThat(retried(upload, Map.of())).as("nothing failed but pictures").isZero();
        assertThat(retried(upload, Map.of("documents", List.of(broken)))).isOne();
        Appliance.settle(upload);
        Appliance.await("/api/v1/documents/" + broken, view -> view.getString("document.recognition")
                .equals("failed"));
    }

    private static int retried(String upload, Map<String, ?> wish) {
        return as(Appliance.reviewer())
                .contentType("application/json")
                .body(wish)
                .post("/api/v1/uploads/{id}/report/retry", upload)
                .then()
                .statusCode(200)
                .extract()
                .path("documents");
    }

    private static String send(String upload, String path, int width) throws IOException {
        return Appliance.send(upload, path, picture(width))
                .statusCode(201)
                .extract()
                .path("document");
    }

    private static byte[] picture(int width) throws IOException {
        BufferedImage picture = new BufferedImage(width, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, 200);
        canvas.setColor(Color.BLACK);
        canvas.fillRect(20, 20, 200, 20);
        canvas.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }
}
