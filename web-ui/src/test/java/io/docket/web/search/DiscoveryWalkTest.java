package io.docket.web.search;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.docket.web.testing.People.as;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.SelectOption;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.BrowserSession;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A reviewer's way through discovery in a browser: dates, table, coding by hand and by key, going on, notes, saved search. */
@QuarkusTest
class DiscoveryWalkTest {
    private static final int MAILS = 6;

    @TestHTTPResource
    URI address;

    private final String matter =
            "Harbour matter " + UUID.randomUUID().toString().substring(0, 4);
    private String collection;

    @Test
    void aReviewerSearchesCodesAndGoesOn() {
        prepare();
        List<String> complaints = new ArrayList<>();
        try (BrowserSession session = BrowserSession.open("http://localhost:" + address.getPort())) {
            Page page = session.page();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text() + " at " + message.location());
                }
            });
            page.onPageError(complaints::add);
            session.signIn("/search?q=offer&filter=collection:" + collection, Appliance.reviewer());
            assertThat(page.locator("[data-item]")).hasCount(MAILS);
            codeChosen(session);
            brush(page);
            table(session);
            document(session);
            save(session);
            others(session);
        }
        org.assertj.core.api.Assertions.assertThat(complaints)
                .as("complaints of the browser")
                .isEmpty();
    }

    private void prepare() {
        collection = Appliance.collection(matter);
        String upload = Appliance.upload(collection, "Ada King");
        for (int i = 1; i <= MAILS; i++) {
            String mail = """
                    From: Ada King <ada@docket.example>
                    To: Bela Varga <bela@docket.example>
                    Subject: Offer %1$d for the harbour cranes
                    Date: Mon, 2 Mar 202%1$d 10:00:00 +0000
                    Content-Type: text/plain; charset=UTF-8

                    Dear Bela,

                    our offer for crane number %1$d stands at %1$d50,000 euros, delivery included.
                    The offer ends in %1$d weeks. Should the harbour authority refuse the permit, either
                    side may withdraw, and the price of transport is shared.

                    Please treat this offer as confidential.

                    Ada King
                    """.formatted(i);
            Appliance.sendText(upload, "mails/2026/offer-" + i + ".eml", mail.replace("\n", "\r\n"));
        }
        Appliance.settle(upload);
        for (Map<String, Object> set : List.<Map<String, Object>>of(
                Map.of("name", "Relevance", "multiple", false, "tags", List.of("Quite relevant", "Irrelevant")),
                Map.of("name", "Matters", "multiple", true, "tags", List.of("Vending", "Delivery")))) {
            as(Appliance.tenantAdmin())
                    .contentType(ContentType.JSON)
                    .body(set)
                    .post("/api/v1/tag-sets")
                    .then()
                    .statusCode(201);
        }
    }

    /** Two results are chosen by key and coded together; the toast offers to take it back. */
    private void codeChosen(BrowserSession session) {
        Page page = session.page();
        page.keyboard().press("x");
        page.keyboard().press("j");
        page.keyboard().press("x");
        Locator bar = page.locator("form[data-coding]");
        assertThat(bar).containsText("2 chosen");
        session.screenshot("discovery-coding");
        bar.locator("select[name=tag]").selectOption(new SelectOption().setLabel("Vending"));
        bar.locator("button[value=add]").click();
        assertThat(page.locator(".toast")).containsText("2 of 2 documents changed");
        // the page loads itself again and shows the tags
        assertThat(page.locator(".result .chip.coded")).hasCount(2);
        Locator facet = page.locator("details.facet", new Page.LocatorOptions().setHasText("Matters"));
        assertThat(facet).containsText("Vending");
        session.screenshot("discovery");
        session.screenshotDark("discovery");
    }

    private void brush(Page page) {
        Locator bars = page.locator("[data-histogram] a");
        BoundingBox box = page.locator("[data-histogram] svg").boundingBox();
        double step = box.width / bars.count();
        page.mouse().move(box.x + step / 2, box.y + box.height / 2);
        page.mouse().down();
        page.mouse().move(box.x + step * 2.5, box.y + box.height / 2);
        page.mouse().up();
        page.waitForURL("**filter=month**");
        assertThat(page.locator("[data-item]")).hasCount(3);
        assertThat(page.locator(".limit")).hasCount(2);
        page.keyboard().press("Backspace");
        assertThat(page.locator("[data-item]")).hasCount(MAILS);
    }

    private void table(BrowserSession session) {
        Page page = session.page();
        page.locator("a", new Page.LocatorOptions().setHasText("Table")).click();
        assertThat(page.locator(".result-table tbody tr")).hasCount(MAILS);
        page.locator("summary", new Page.LocatorOptions().setHasText("Columns")).click();
        page.locator("form[data-columns] input[value=author]").check();
        session.screenshot("discovery-columns");
        page.locator("form[data-columns] button").click();
        page.waitForURL("**author**");
        assertThat(page.locator(".result-table thead")).containsText("Author");
        session.screenshot("discovery-table");
        page.locator("a", new Page.LocatorOptions().setHasText("List")).first().click();
    }

    private void document(BrowserSession session) {
        Page page = session.page();
        page.locator("[data-item] [data-open]").first().press("Enter");
        page.waitForURL("**/documents/**");
        assertThat(page.locator(".way")).containsText("Result 1");
        String address = page.url();
        Locator coding = page.locator("#coding");
        assertThat(coding).containsText("Quite relevant");
        page.keyboard()
                .press(coding.locator("button", new Locator.LocatorOptions().setHasText("Quite relevant"))
                        .getAttribute("data-key"));
        assertThat(coding.locator("[aria-pressed=true]", new Locator.LocatorOptions().setHasText("Quite relevant")))
                .hasCount(1);
        page.keyboard().press("z");
        assertThat(coding.locator("[aria-pressed=true]", new Locator.LocatorOptions().setHasText("Quite relevant")))
                .hasCount(0);
        coding.locator("textarea").fill("Ask the seller about delivery.");
        coding.locator("button", new Locator.LocatorOptions().setHasText("Write"))
                .click();
        assertThat(coding.locator(".note")).containsText("Ask the seller");
        // however fast the keys come, none of them leaves the page, which would forget the search
        assertThat(page).hasURL(address);
        page.keyboard().press("n");
        assertThat(page.locator("[data-hit-count]")).containsText("of");
        session.screenshot("document-coding");
        session.screenshotDark("document-coding");
        page.locator(".tabs a", new Page.LocatorOptions().setHasText("Original"))
                .click();
        assertThat(page.frameLocator(".original iframe").locator("body")).containsText("our offer for crane");
        session.screenshot("document-original");
        page.keyboard().press("j");
        assertThat(page.locator(".way")).containsText("Result 2");
        page.keyboard().press("k");
        assertThat(page.locator(".way")).containsText("Result 1");
        page.keyboard().press("b");
        page.waitForURL("**/search?**");
    }

    private void save(BrowserSession session) {
        Page page = session.page();
        page.locator("summary", new Page.LocatorOptions().setHasText("More")).click();
        page.locator("#save-name").fill("Offers of " + matter);
        session.screenshot("discovery-more");
        page.locator("form[action='/searches'] button").click();
        assertThat(page.locator("tbody")).containsText("Offers of " + matter);
        session.screenshot("saved-searches");
        page.navigate("/");
        assertThat(page.locator("aside")).containsText("Offers of " + matter);
    }

    private void others(BrowserSession session) {
        Page page = session.page();
        page.locator("[data-global-search]").fill("lab");
        assertThat(page.locator(".suggestions li").first()).containsText("label:");
        session.screenshot("suggestions");
        page.navigate("/searches/terms?filter=collection:" + collection);
        page.locator("#terms").fill("offer\n\"price of transport\"\ndelivery AND euro*\ntugboat");
        page.locator("button", new Page.LocatorOptions().setHasText("Report")).click();
        assertThat(page.locator("tbody tr")).hasCount(4);
        session.screenshot("terms-report");
        page.navigate("/search/help");
        session.screenshot("search-help");
        page.navigate("/exports/new?filter=collection:" + collection);
        assertThat(page.locator("h1")).containsText("6 documents");
        page.locator("#name").fill("Production of " + matter);
        session.screenshot("export-new");
        page.locator("button.primary").click();
        assertThat(page.locator("tbody").first()).containsText("Download", patiently());
        session.screenshot("exports");
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);
    }
}
