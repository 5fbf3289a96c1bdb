package io.docket.web.testing;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Somebody who looks at pages without a browser: signs in on Keycloak's forms and keeps the cookies. For tests that look at many
 * pages and only at their answers. Not thread-safe.
 */
public final class PageSession implements AutoCloseable {
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_STEPS = 20;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new LocalCookies())
            .build();
    private final URI address;

    /** Sends secure cookies to this machine without HTTPS too, as browsers do. */
    private static final class LocalCookies extends CookieManager {
        @Override
        public void put(URI uri, Map<String, List<String>> headers) throws IOException {
            super.put(uri, headers);
            getCookieStore().getCookies().forEach(cookie -> cookie.setSecure(false));
        }
    }

    /** Somebody who has not signed in. */
    public PageSession(URI address) {
        this.address = address;
    }

    /** Signs in as one of {@link People}. */
    public PageSession signIn(String userName) throws IOException, InterruptedException {
        HttpResponse<String> page = follow(get("/"));
        if (!page.body().contains("id=\"password\"")) {
            // Organisations make Keycloak ask for the name first.
            page = follow(post(form(page), Map.of("username", userName)));
        }
        page = follow(post(form(page), Map.of("username", userName, "password", People.PASSWORD)));
        if (page.uri().getPath().contains("/realms/")) {
            throw new AssertionError("The sign-in of " + userName + " ended at " + page.uri());
        }
        return this;
    }

    /** One answer; redirections are not followed. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)).GET());
    }

    /** Sends a form as a page does; redirections are not followed. */
    public HttpResponse<String> post(String path, Map<String, String> fields) throws IOException, InterruptedException {
        return post(address.resolve(path), fields);
    }

    private HttpResponse<String> post(URI target, Map<String, String> fields) throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> follow(HttpResponse<String> first) throws IOException, InterruptedException {
        HttpResponse<String> answer = first;
        for (int i = 0; i < MOST_STEPS && answer.statusCode() / 100 == 3; i++) {
            URI next =
                    answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
            answer = send(HttpRequest.newBuilder(next).GET());
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(
                request.timeout(LIMIT).header("Accept", "text/html, */*;q=0.1").build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI form(HttpResponse<String> page) {
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new AssertionError("There is no form at " + page.uri() + ": " + page.body());
        }
        return page.uri().resolve(form.group(1).replace("&amp;", "&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
