package io.docket.web.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A headless Chromium with one page, for tests that use the appliance as a person does. Close it after the test.
 *
 * <p>The browser is the machine's own ({@code ./docket test} installs it): {@code CHROMIUM} names another program. Screenshots go
 * to {@code target/screenshots}, each page at {@value #WIDE} and at {@value #NARROW} pixels.
 */
public final class BrowserSession implements AutoCloseable {
    /** Width of a desktop. */
    public static final int WIDE = 1440;

    /** Width of a phone. */
    public static final int NARROW = 390;

    /** Milliseconds that a state is waited for. What is tested is that it comes; how fast is measured by benchmarks, on quiet machines. */
    private static final int PATIENCE = 60_000;

    private static final int HEIGHT_WIDE = 900;
    private static final int HEIGHT_NARROW = 844;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private Page page;

    private BrowserSession(String baseUrl) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        // Chromium refuses its sandbox to root, which build machines often are.
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
        context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(baseUrl)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setViewportSize(WIDE, HEIGHT_WIDE));
        context.setDefaultTimeout(PATIENCE);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        page = context.newPage();
    }

    /** Opens a browser that nobody has signed in with. Addresses such as {@code /collections} are below the base address. */
    public static BrowserSession open(String baseUrl) {
        return new BrowserSession(baseUrl);
    }

    /** The browser's page. */
    public Page page() {
        return page;
    }

    /** Closes the page as a person closes a tab, and opens an empty one in the same browser. */
    public Page renewPage() {
        page.close();
        page = context.newPage();
        return page;
    }

    /** The browser's context, with its cookies. */
    public BrowserContext context() {
        return context;
    }

    /** Opens a page of the appliance and signs in on Keycloak's pages, as {@link People} names the people. */
    public Page signIn(String path, String userName) {
        page.navigate(path);
        page.locator("#username").fill(userName);
        // Organisations make Keycloak ask for the name first and for the password on a second page.
        if (page.locator("#password").count() == 0) {
            page.locator("#kc-login").click();
        }
        page.locator("#password").fill(People.PASSWORD);
        page.locator("#kc-login").click();
        page.waitForURL(address -> !address.contains("/realms/"));
        return page;
    }

    /** Writes {@code name-1440.png} and {@code name-390.png} of the whole page as it is now. */
    public void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + SCREENSHOTS, e);
        }
        page.setViewportSize(NARROW, HEIGHT_NARROW);
        shoot(name + "-" + NARROW);
        page.setViewportSize(WIDE, HEIGHT_WIDE);
        shoot(name + "-" + WIDE);
    }

    /** The same in dark colours, as {@code name-dark-1440.png} and {@code name-dark-390.png}. */
    public void screenshotDark(String name) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        screenshot(name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private void shoot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    private static Path chromium() {
        String named = System.getenv("CHROMIUM");
        List<String> candidates = named == null
                ? List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                : List.of(named);
        return candidates.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No Chromium at " + candidates + ": install the package 'chromium', or name one in CHROMIUM"));
    }

    @Override
    public void close() {
        context.close();
        browser.close();
        playwright.close();
    }
}
