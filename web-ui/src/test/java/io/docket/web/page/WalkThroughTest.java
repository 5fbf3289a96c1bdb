package io.docket.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.SelectOption;
import io.docket.web.demo.DemoCollection;
import io.docket.web.demo.DemoFile;
import io.docket.web.demo.DemoFiles;
import io.docket.web.tenant.Roles;
import io.docket.web.testing.BrowserSession;
import io.docket.web.testing.People;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way through the product in a browser: upload a folder, give labels, train, search by what was predicted. */
@QuarkusTest
class WalkThroughTest {
    private static final double LONG = 180_000;

    @TestHTTPResource
    URI address;

    @TempDir
    Path folder;

    @Test
    void aFolderBecomesSearchableByPredictedCategory() throws IOException {
        DemoCollection tickets = new DemoFiles(DemoFiles.SEED).tickets();
        Path dropped = write(tickets);
        List<String> complaints = new ArrayList<>();
        try (BrowserSession session = BrowserSession.open("http://localhost:" + address.getPort())) {
            Page page = session.page();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text() + " at " + message.location());
                }
            });
            page.onPageError(complaints::add);

            session.signIn("/", People.of(People.ACME, Roles.TENANT_ADMIN));
            assertThat(page.locator("h1")).hasText("What needs you");
            session.screenshot("home-empty");

            upload(session, dropped, tickets);
            String classifier = label(session, tickets);
            train(session);
            search(session, tickets);
            document(session);
            page.navigate(classifier);
            session.screenshot("classifier");
            keys(session);
            others(session);
        }
        assertThat(complaints).as("complaints of the browser").isEmpty();
    }

    private void upload(BrowserSession session, Path dropped, DemoCollection tickets) {
        Page page = session.page();
        page.locator("nav >> text=Collections").click();
        session.screenshot("collections-empty");
        page.locator("button", new Page.LocatorOptions().setHasText("New collection"))
                .first()
                .click();
        page.locator("#collection-name").fill(tickets.name());
        page.locator("#new-collection button.primary").click();
        assertThat(page.locator("h1")).hasText(tickets.name());
        session.screenshot("collection-empty");

        page.locator("input[data-folder]").setInputFiles(dropped);
        Locator card = page.locator("article.upload-card").first();
        assertThat(card).containsText(Formats.count(tickets.files().size()) + " received", within());
        session.screenshot("collection-uploading");
        assertThat(card).containsText(Formats.count(tickets.files().size()) + " searchable", within());
        page.reload();
        session.screenshot("collection");
        assertThat(page.locator("#documents tbody tr")).hasCount(50);
    }

    /** Returns the address of the classifier's page. */
    private String label(BrowserSession session, DemoCollection tickets) throws IOException {
        Page page = session.page();
        Path csv =
                Files.writeString(folder.resolve("labels.csv"), tickets.labelsCsv() + "nowhere/at-all.txt,Billing\n");
        page.locator("nav >> text=Labels").click();
        session.screenshot("labels-empty");
        page.locator("button", new Page.LocatorOptions().setHasText("New classifier"))
                .first()
                .click();
        page.locator("#classifier-name").fill(tickets.classifier());
        page.locator("#new-classifier button.primary").click();
        session.screenshot("classifier-empty");
        String classifier = page.url();
        page.locator("button[data-show=import]").click();
        page.locator("#csv-collection").selectOption(new SelectOption().setLabel(tickets.name()));
        page.locator("#csv-file").setInputFiles(csv);
        page.locator("#import button.primary").click();
        assertThat(page.locator("[role=status]").first())
                .containsText(tickets.labelled().size() + " documents labelled, 1 row passed over");
        session.screenshot("classifier-imported");
        return classifier;
    }

    private void train(BrowserSession session) {
        Page page = session.page();
        page.locator("button[data-show=train]").click();
        assertThat(page.locator("#train")).isVisible();
        session.screenshot("train-dialog");
        page.locator("#train button.primary").click();
        assertThat(page.locator("h1")).containsText("Training");
        session.screenshot("run");
        page.locator("text=Read the report").click(new Locator.ClickOptions().setTimeout(LONG));
        assertThat(page.locator("h1")).hasText("Version 1");
        assertThat(page.locator("[data-precision]")).hasText(Pattern.compile("\\d+%"));
        session.screenshot("version");
        session.screenshotDark("version");
    }

    private void search(BrowserSession session, DemoCollection tickets) {
        Page page = session.page();
        Set<String> given = tickets.labelled().stream().map(DemoFile::path).collect(Collectors.toSet());
        page.locator("nav >> text=Discovery").click();
        Locator predicted = page.locator("details.facet", new Page.LocatorOptions().setHasText("Predicted label"));
        page.locator("[data-global-search]").fill("charged OR refund");
        page.keyboard().press("Enter");
        page.waitForURL("**q=charged**");
        Locator billing = predicted
                .locator("a", new Locator.LocatorOptions().setHasText("Billing"))
                .first();
        reloadUntil(page, billing::isVisible);
        billing.click();
        page.waitForURL("**filter=label.**");
        assertThat(page.locator(".result").first()).containsText("Billing");
        // found by the predicted label, not by a given one
        reloadUntil(page, () -> page.locator(".result .meta").allInnerTexts().stream()
                .anyMatch(meta -> given.stream().noneMatch(meta::contains)));
        assertThat(page.locator(".preview mark").first()).isVisible();
        session.screenshot("search");
        session.screenshotDark("search");
    }

    /** The new version labels in the background, some documents at a time; a page shows what was labelled when it was asked for. */
    private static void reloadUntil(Page page, BooleanSupplier seen) {
        page.waitForCondition(() -> {
            page.reload();
            return seen.getAsBoolean();
        });
    }

    private static void document(BrowserSession session) {
        Page page = session.page();
        page.locator(".preview a", new Page.LocatorOptions().setHasText("Open")).click();
        assertThat(page.locator(".paper mark").first()).isVisible();
        page.keyboard().press("n");
        assertThat(page.locator("mark.current")).hasCount(1);
        session.screenshot("document");
        page.keyboard().press("2");
        assertThat(page.locator("#document-labels [aria-pressed=true]")).hasCount(1);
        page.keyboard().press("e");
        assertThat(page.locator("mark.why").first()).isVisible();
        session.screenshot("document-why");
        page.keyboard().press("u");
        assertThat(page.locator("#document-labels [aria-pressed=true]")).hasCount(0);
    }

    private static void keys(BrowserSession session) {
        Page page = session.page();
        page.keyboard().press("?");
        assertThat(page.locator("#keys")).isVisible();
        page.keyboard().press("Escape");
        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette li").first()).isVisible();
        page.keyboard().type("coll");
        session.screenshot("palette");
        page.keyboard().press("Enter");
        page.waitForURL("**/collections");
    }

    private static void others(BrowserSession session) {
        Page page = session.page();
        session.screenshot("collections");
        page.navigate("/");
        session.screenshot("home");
        session.screenshotDark("home");
        page.navigate("/labels");
        session.screenshot("labels");
        page.navigate("/admin");
        session.screenshot("admin");
        page.navigate("/admin/audit?verify=true");
        session.screenshot("audit");
    }

    private Path write(DemoCollection collection) throws IOException {
        Path root = folder.resolve("dropped");
        for (DemoFile file : collection.files()) {
            Path target = root.resolve(file.path());
            Files.createDirectories(target.getParent());
            Files.write(target, file.content());
        }
        return root;
    }

    private static LocatorAssertions.ContainsTextOptions within() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LONG);
    }
}
