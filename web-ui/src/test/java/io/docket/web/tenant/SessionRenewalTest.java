package io.docket.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.BrowserSession;
import io.docket.web.testing.PackagedApplication;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session is renewed every few minutes while it is used, by whichever requests are under way at that time. */
@QuarkusTest
class SessionRenewalTest {
    /** Longer than a token lives in tests. */
    private static final int TOKEN_AGE_MILLISECONDS = 11_000;

    private static final int ROUNDS = 1;
    private static final int REQUESTS = 24;

    /** Announces files, which keeps the server busy for a moment after the session was renewed. */
    private static final String MANIFESTS = """
            ([upload, round, requests]) => Promise.all(Array.from({ length: requests }, async (any, request) => {
              const files = Array.from({ length: 400 }, (none, i) => ({
                path: `renewal/${round}-${request}-${i}.txt`,
                size: 7,
                sha256: i.toString(16).padStart(64, "0"),
              }));
              const answer = await fetch(`/api/v1/uploads/${upload}/manifest`, {
                method: "POST",
                headers: { "Content-Type": "application/json", "X-Requested-With": "JavaScript" },
                body: JSON.stringify({ files }),
              });
              return answer.status;
            }))""";

    @TestHTTPResource
    String baseUrl;

    @Test
    void requestsThatRenewTheSessionSeeTheirTenant() {
        String collection = Appliance.collection("renewal");
        String upload = Appliance.upload(collection, "Renewer");
        try (BrowserSession session = BrowserSession.open(baseUrl)) {
            Page page = session.signIn("/collections/" + collection, Appliance.tenantAdmin());
            for (int round = 0; round < ROUNDS; round++) {
                PackagedApplication.pause(TOKEN_AGE_MILLISECONDS);
                Object statuses = page.evaluate(MANIFESTS, List.of(upload, round, REQUESTS));
                assertThat((List<?>) statuses).as("answers of round " + round).allSatisfy(status -> assertThat(status)
                        .isEqualTo(200));
            }
        }
    }
}
