package io.docket.web.tenant;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.docket.web.testing.BrowserSession;
import io.docket.web.testing.People;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Signing in with the code flow, and what the session cookie may and may not do. */
@QuarkusTest
class SignInTest {
    private static final String PAGE = "/test/signed-in-page";

    @TestHTTPResource
    String baseUrl;

    @Test
    void browserSignsInOnceForPagesAndApi() {
        try (BrowserSession session = BrowserSession.open(baseUrl)) {
            Page page = session.signIn(PAGE, People.of(People.ACME, Roles.REVIEWER));

            assertThat(page.locator("#who").textContent()).isEqualTo("acme-reviewer of acme");
            assertThat(page.evaluate("async () => (await (await fetch('/api/v1/me')).json()).tenant"))
                    .as("the API, called by a script of our page")
                    .isEqualTo("acme");
            assertThat(sessionCookies(session)).isNotEmpty().allSatisfy(cookie -> {
                assertThat(cookie.httpOnly).isTrue();
                assertThat(cookie.sameSite.name()).isEqualTo("LAX");
            });
            refusesOtherSites(session);
        }
    }

    @Test
    void pageWithoutSessionLeadsToSignIn() {
        given().redirects()
                .follow(false)
                .get(PAGE)
                .then()
                .statusCode(302)
                .header("Location", containsString("/realms/docket/protocol/openid-connect/auth"))
                .header("Location", containsString("code_challenge_method=S256"));
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        given().redirects()
                .follow(false)
                .get(PAGE)
                .then()
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }

    private static List<Cookie> sessionCookies(BrowserSession session) {
        return session.context().cookies().stream()
                .filter(cookie -> cookie.name.startsWith("q_session"))
                .toList();
    }

    /** What another site can make a browser send: the cookie, with headers that tell where the request comes from. */
    private static void refusesOtherSites(BrowserSession session) {
        Map<String, String> cookies = sessionCookies(session).stream()
                .collect(Collectors.toMap(cookie -> cookie.name, cookie -> cookie.value));
        for (Map<String, String> headers : List.of(
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Origin", "https://elsewhere.example"),
                Map.of("Origin", "null"))) {
            given().cookies(cookies)
                    .headers(headers)
                    .post("/api/v1/me")
                    .then()
                    .statusCode(403)
                    .body("title", equalTo("Request of another site"));
        }
        given().cookies(cookies)
                .header("Sec-Fetch-Site", "same-origin")
                .post("/api/v1/me")
                .then()
                .statusCode(405);
    }
}
