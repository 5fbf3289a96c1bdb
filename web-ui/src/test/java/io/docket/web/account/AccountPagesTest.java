package io.docket.web.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.docket.web.tenant.Roles;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.BrowserSession;
import io.docket.web.testing.People;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages of the account in a browser: the report, a retry with a password, relatives, a comparison, a deletion. */
@QuarkusTest
class AccountPagesTest {
    private static final String PASSWORD = "open sesame 7";

    @TestHTTPResource
    URI address;

    @Test
    void aPersonAccountsForAnUploadAndPutsItInOrder() {
        String collection = Appliance.collection("The Haber matter");
        String upload = fill(collection);
        List<String> complaints = new ArrayList<>();
        try (BrowserSession session = BrowserSession.open("http://localhost:" + address.getPort())) {
            Page page = session.page();
            page.onPageError(complaints::add);
            session.signIn("/uploads/" + upload + "/report", People.of(People.ACME, Roles.TENANT_ADMIN));
            assertThat(page.locator("h1")).hasText("Ingest report");
            assertThat(page.locator(".account-sum .sum"))
                    .containsText("8 received = 3 extracted + 1 duplicate + 4 not read");
            session.screenshot("ingest-report");
            session.screenshotDark("ingest-report");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Encrypted 3"))
                    .click();
            page.locator("textarea[name=passwords]").fill(PASSWORD);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try 3 files again"))
                    .click();
            Appliance.await(
                    "/api/v1/uploads/" + upload,
                    view -> view.getBoolean("progress.settled") && view.getLong("progress.failed") == 1);
            page.navigate("/collections/" + collection + "/passwords");
            assertThat(page.locator(".needs li")).hasCount(1);
            assertThat(page.locator("main")).not().containsText("sesame");
            session.screenshot("passwords");

            related(session, upload);
            deletion(session, collection, upload);
        }
        assertThat(complaints).as("complaints of the browser").isEmpty();
    }

    private static void related(BrowserSession session, String upload) {
        Page page = session.page();
        page.navigate("/uploads/" + upload + "/report");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("agreement v1.txt").setExact(true))
                .click();
        assertThat(page.locator("#related")).containsText("Nearly the same");
        assertThat(page.locator("#related")).containsText("Same bytes elsewhere");
        session.screenshot("related");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Compare").setExact(true))
                .click();
        assertThat(page.locator("del").first()).containsText("thirty");
        assertThat(page.locator("ins").first()).containsText("ninety");
        session.screenshot("comparison");
        session.screenshotDark("comparison");
    }

    private static void deletion(BrowserSession session, String collection, String upload) {
        Page page = session.page();
        page.navigate("/uploads/" + upload + "/deletion");
        page.locator("input[name=reason]").fill("Haber v. Bosch");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Place a hold"))
                .click();
        assertThat(page.locator(".notice.bad")).containsText("Haber v. Bosch");
        session.screenshot("deletion-held");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Lift the hold"))
                .click();
        session.screenshot("deletion");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete 8 documents"))
                .click();
        assertThat(page.locator("h1")).hasText("The Haber matter");
        Appliance.await("/api/v1/collections/" + collection, view -> view.getLong("progress.received") == 0);
    }

    private static String fill(String collection) {
        String upload = Appliance.upload(collection, "F. Haber");
        String text = agreement();
        Appliance.sendText(upload, "contracts/agreement v1.txt", text);
        Appliance.sendText(upload, "contracts/agreement v2.txt", text.replace("thirty days", "ninety days"));
        Appliance.sendText(upload, "contracts/archive/agreement.txt", "A note of one line about osmium.");
        Appliance.send(upload, "mail/copy of agreement v1.txt", text.getBytes(StandardCharsets.UTF_8));
        Appliance.send(upload, "scans/broken.pdf", "%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8));
        Appliance.send(
                upload,
                "locked/annexes.zip",
                EncryptedZip.of(Map.of("annex a.txt", "Annex A.", "annex b.txt", "Annex B."), PASSWORD));
        Appliance.settle(upload);
        return upload;
    }

    private static String agreement() {
        StringBuilder text = new StringBuilder("This agreement is made between the parties named below.\n\n");
        for (int clause = 1; clause <= 30; clause++) {
            text.append("Clause ")
                    .append(clause)
                    .append(". The supplier shall deliver part ")
                    .append(clause * 17)
                    .append(" to warehouse ")
                    .append(clause * 5)
                    .append(" in good order and insured for its value.\n\n");
        }
        return text + "Either party may end this agreement with a notice of thirty days in writing.";
    }
}
