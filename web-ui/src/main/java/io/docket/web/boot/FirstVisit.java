package io.docket.web.boot;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks for the first page as a browser would, up to the form of the sign-in, so that the first person does not wait until the
 * classes of the application and of Keycloak are loaded: seconds on a small machine.
 */
final class FirstVisit {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private FirstVisit() {}

    /** Makes the visit on a thread of its own; nobody depends on how it ends. */
    static void begin(URI address) {
        Thread.ofVirtual().name("first-visit").start(() -> {
            try (HttpClient browser = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .cookieHandler(new CookieManager())
                    .build()) {
                browser.send(
                        HttpRequest.newBuilder(address.resolve("/"))
                                .header("Accept", "text/html")
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            } catch (IOException | RuntimeException notVisited) {
                // whoever comes first waits a little longer
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
