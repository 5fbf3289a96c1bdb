package io.docket.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.RequestOptions;
import io.docket.web.tenant.Roles;
import io.docket.web.testing.BrowserSession;
import io.docket.web.testing.People;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on real documents: archives of contracts and of tickets are uploaded in a browser, half of the rows of their
 * label files are imported, a classifier is trained, and a search by predicted label finds documents of the other half. Not
 * part of the tests that every clone must pass: {@code deploy/tests/real-collections.sh} runs it where the data is.
 */
@QuarkusTest
class RealCollectionsTrial {
    private static final double LONG = 400_000;
    private static final Path COLLECTIONS =
            Path.of(System.getProperty("docket.collections", "../../shared/data/collections"));

    @TestHTTPResource
    URI address;

    @TempDir
    Path folder;

    @Test
    void contracts() throws IOException {
        walk("contracts");
    }

    @Test
    void tickets() throws IOException {
        walk("tickets");
    }

    private void walk(String name) throws IOException {
        Path archive = COLLECTIONS.resolve(name + ".zip");
        assertThat(archive)
                .as("real collection; say where they are with -Ddocket.collections=DIR")
                .exists();
        List<String> rows = Files.readAllLines(COLLECTIONS.resolve(name + "_labels.csv"));
        List<String> half = new ArrayList<>(List.of(rows.getFirst()));
        Set<String> given = new HashSet<>();
        for (int i = 1; i < rows.size(); i += 2) {
            half.add(rows.get(i));
            given.add(fileName(rows.get(i)));
        }
        Map<String, String> truth = new HashMap<>();
        rows.stream().skip(1).forEach(row -> truth.put(fileName(row), label(row)));
        Path csv = Files.write(folder.resolve("half.csv"), half);

        try (BrowserSession session = BrowserSession.open("http://localhost:" + address.getPort())) {
            Page page = session.page();
            session.signIn("/", People.of(People.ACME, Roles.TENANT_ADMIN));
            page.navigate("/collections");
            page.locator("button", new Page.LocatorOptions().setHasText("New collection"))
                    .first()
                    .click();
            page.locator("#collection-name").fill("Real " + name);
            page.locator("#new-collection button.primary").click();
            assertThat(page.locator("h1")).hasText("Real " + name);
            page.locator("input[data-files]").setInputFiles(archive);
            Locator card = page.locator("article.upload-card").first();
            // The archive and what was in it: hundreds. While the archive is being read it is itself in progress.
            assertThat(card).containsText(Pattern.compile("\\d{3,} received"), within());
            assertThat(card).not().containsText("in progress", within());
            page.reload();
            System.out.println(name + ": " + card.innerText().replaceAll("\\s+", " "));
            session.screenshot("real-" + name + "-collection");

            page.navigate("/labels");
            page.locator("button", new Page.LocatorOptions().setHasText("New classifier"))
                    .first()
                    .click();
            page.locator("#classifier-name").fill("Real " + name);
            page.locator("#new-classifier input[name=every][value=false]").check();
            page.locator("#new-classifier .chosen label", new Page.LocatorOptions().setHasText("Real " + name))
                    .locator("input")
                    .check();
            page.locator("#new-classifier button.primary").click();
            page.locator("button[data-show=import]").click();
            page.locator("#csv-file").setInputFiles(csv);
            page.locator("#import button.primary").click();
            assertThat(page.locator("[role=status]").first()).containsText("documents labelled", within());
            System.out.println(
                    name + ": " + page.locator("[role=status]").first().innerText());
            page.locator("button[data-show=train]").click();
            page.locator("#train button.primary").click();
            page.locator("text=Read the report").click(new Locator.ClickOptions().setTimeout(LONG));
            assertThat(page.locator("h1")).hasText("Version 1");
            System.out.println(name + ": "
                    + page.locator("main").innerText().lines().skip(2).limit(4).toList());
            session.screenshot("real-" + name + "-report");

            searchByPredictedCategory(session, name, given, truth);
            look(session, name);
        }
    }

    /** Pictures of the other pages, filled with real things, to be looked at. */
    private static void look(BrowserSession session, String name) {
        Page page = session.page();
        page.locator(".result a").first().click();
        page.waitForURL("**/documents/**");
        shootBoth(session, name, "document");
        page.navigate("/collections");
        page.locator("table a.strong", new Page.LocatorOptions().setHasText("Real " + name))
                .click();
        String collection = page.url();
        page.locator("text=Ingest report").first().click();
        shootBoth(session, name, "report-of-upload");
        page.locator("text=Delete …").click();
        shootBoth(session, name, "deletion");
        for (String below : List.of("passwords", "watch")) {
            page.navigate(collection + "/" + below);
            shootBoth(session, name, below);
        }
        page.navigate("/labels");
        page.locator("table a.strong", new Page.LocatorOptions().setHasText("Real " + name))
                .click();
        shootBoth(session, name, "classifier");
        for (String path : List.of(
                "",
                "collections",
                "labels",
                "admin",
                "admin/access",
                "admin/tags",
                "admin/synonyms",
                "admin/audit",
                "exports",
                "searches",
                "searches/terms",
                "search/help",
                "search?q=zzzz-nothing",
                "documents/00000000-0000-0000-0000-000000000000")) {
            page.navigate("/" + path);
            shootBoth(session, name, "page-" + path.replaceAll("[^a-z]+", "-"));
        }
    }

    private static void shootBoth(BrowserSession session, String collection, String name) {
        session.screenshot("real-" + collection + "-" + name);
        session.screenshotDark("real-" + collection + "-" + name);
    }

    /**
     * Clicks on categories until documents of the other half are found, and prints how many of that half each way of searching
     * finds, and how many of those rightly.
     */
    private static void searchByPredictedCategory(
            BrowserSession session, String name, Set<String> given, Map<String, String> truth) {
        Page page = session.page();
        page.locator(".crumbs a").last().click();
        page.locator("text=Search by these labels").click();
        page.waitForURL("**classifier=**");
        String key = page.url().substring(page.url().indexOf("classifier=") + "classifier=".length());
        session.screenshot("real-" + name + "-counts");
        for (String dimension : List.of("label", "guess")) {
            System.out.println(
                    name + ": the other half by " + dimension + ": " + otherHalf(page, dimension, key, given, truth));
        }
        page.reload(); // the counts above waited for the index, the page did not
        boolean sure = categories(page, "Predicted label").count() > 0;
        String facet = sure ? "Predicted label" : "Best guess";
        List<String> addresses = categories(page, facet).all().stream()
                .map(category -> category.getAttribute("href"))
                .toList();
        assertThat(addresses).as("categories to search by").isNotEmpty();
        boolean found = false;
        for (int i = 0; i < addresses.size() && !found; i++) {
            page.navigate(addresses.get(i));
            found = page.locator(".result .meta").allInnerTexts().stream()
                    .anyMatch(meta -> given.stream().noneMatch(meta::contains));
        }
        session.screenshot("real-" + name + "-search");
        assertThat(found)
                .as("documents of the other half found by predicted category")
                .isTrue();
    }

    /** The categories of one column of counts; what the classifier was not sure of is none. */
    private static Locator categories(Page page, String facet) {
        return page.locator("details.facet", new Page.LocatorOptions().setHasText(facet))
                .first()
                .locator("li a:not(.exclude)", new Locator.LocatorOptions().setHasNotText("No label"));
    }

    private static String otherHalf(
            Page page, String dimension, String key, Set<String> given, Map<String, String> truth) {
        int found = 0;
        int right = 0;
        for (String label : Set.copyOf(truth.values())) {
            String cursor = "";
            do {
                JsonPath answer = JsonPath.from(page.request()
                        .get(
                                "/api/v1/search",
                                RequestOptions.create()
                                        .setQueryParam("filter", dimension + "." + key + ":" + label)
                                        .setQueryParam("size", 200)
                                        .setQueryParam("facets", false)
                                        .setQueryParam("cursor", cursor))
                        .text());
                for (String path : answer.getList("hits.path", String.class)) {
                    String file = path.substring(path.lastIndexOf('/') + 1);
                    if (!given.contains(file) && truth.containsKey(file)) {
                        found++;
                        right += truth.get(file).equals(label) ? 1 : 0;
                    }
                }
                cursor = answer.getString("nextCursor") == null ? "" : answer.getString("nextCursor");
            } while (!cursor.isEmpty());
        }
        int half = truth.size() - given.size();
        return String.format(
                Locale.ROOT,
                "%d of %d documents have a category (%.0f %%), %d of those the right one (%.0f %%)",
                found,
                half,
                100.0 * found / half,
                right,
                100.0 * right / Math.max(1, found));
    }

    private static String fileName(String row) {
        String path = row.startsWith("\"") ? row.substring(1, row.indexOf('"', 1)) : row.substring(0, row.indexOf(','));
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The second column. */
    private static String label(String row) {
        String rest =
                row.startsWith("\"") ? row.substring(row.indexOf('"', 1) + 2) : row.substring(row.indexOf(',') + 1);
        return rest.substring(0, rest.indexOf(','));
    }

    private static LocatorAssertions.ContainsTextOptions within() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LONG);
    }
}
