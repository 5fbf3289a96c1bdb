package io.docket.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.docket.web.testing.PageSession;
import io.docket.web.testing.People;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The same as {@link SecuritySweepTest} for the pages, which the API's document does not name: they are read from the program.
 * Whoever has not signed in is sent to the sign-in, whoever has no role is refused, and for somebody of another tenant acme's
 * things are not there.
 */
@QuarkusTest
class PageSweepTest {
    /** Forms with a file; without one they are refused before anybody is asked who sends it. */
    private static final Set<String> FILES = Set.of("post /labels/{id}/import");

    @TestHTTPResource
    URI address;

    /** A page, or what a form of one sends to. */
    private record PageEndpoint(boolean form, String path) {
        HttpResponse<String> call(PageSession session, SweptThings things) throws IOException, InterruptedException {
            String filled = things.fill(path);
            return form ? session.post(filled, things.formFields()) : session.get(filled);
        }

        @Override
        public String toString() {
            return (form ? "post " : "get ") + path;
        }
    }

    @Test
    void pagesShowAndChangeNothingOfAnotherTenant() throws IOException, InterruptedException {
        List<PageEndpoint> pages = pages();
        SweptThings things = SweptThings.make();
        Map<String, String> before = things.seenByOwner();
        List<String> faults = new ArrayList<>();
        URI here = URI.create("http://localhost:" + address.getPort());
        try (PageSession powerless = new PageSession(here).signIn(People.withoutRole(People.ACME));
                PageSession homeless = new PageSession(here).signIn(People.OUTSIDER);
                PageSession stranger = new PageSession(here).signIn(SweptThings.STRANGER)) {
            for (PageEndpoint page : pages) {
                // Each page that sends to the sign-in leaves a cookie: a new person for each.
                try (PageSession nobody = new PageSession(here)) {
                    HttpResponse<String> asked = page.call(nobody, things);
                    boolean sentAway = asked.statusCode() == 302
                            && asked.headers().firstValue("Location").orElse("").contains("/realms/");
                    if (!sentAway && !FILES.contains(page.toString())) {
                        faults.add(page + " without a session: " + asked.statusCode());
                    }
                }
                int refused = FILES.contains(page.toString()) ? 415 : 403;
                judge(page, "somebody without a role", page.call(powerless, things), refused, things, faults);
                judge(page, "somebody without a tenant", page.call(homeless, things), refused, things, faults);
                HttpResponse<String> strange = page.call(stranger, things);
                int hidden = FILES.contains(page.toString()) ? 415 : 404;
                int expected = page.path().contains("{") ? hidden : strange.statusCode();
                judge(page, "a stranger", strange, expected, things, faults);
            }
        }
        assertThat(faults)
                .as("pages with another status, or with acme's things")
                .isEmpty();
        assertThat(things.changedSince(before))
                .as("acme's things that the sweep changed")
                .isEmpty();
    }

    private static void judge(
            PageEndpoint page,
            String person,
            HttpResponse<String> answer,
            int expected,
            SweptThings things,
            List<String> faults) {
        if (answer.statusCode() != expected || answer.statusCode() >= 500) {
            faults.add(page + " as " + person + ": " + answer.statusCode() + " instead of " + expected);
        }
        if (answer.body().contains(things.secret())) {
            faults.add(page + " as " + person + " says something of acme's");
        }
    }

    /** Every method that answers a page's address. */
    private static List<PageEndpoint> pages() {
        List<PageEndpoint> found = new ArrayList<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.docket.web")) {
            if (!resource.isAnnotatedWith(Path.class)) {
                continue;
            }
            String base = resource.getAnnotationOfType(Path.class).value();
            for (JavaMethod method : resource.getMethods()) {
                boolean form = method.isAnnotatedWith(POST.class);
                if (form || method.isAnnotatedWith(GET.class)) {
                    String below = method.isAnnotatedWith(Path.class)
                            ? method.getAnnotationOfType(Path.class).value()
                            : "";
                    found.add(new PageEndpoint(form, join(base, below)));
                }
            }
        }
        found.removeIf(page -> page.path().startsWith("/api/"));
        // Forms last: whatever they might change is then seen.
        found.sort(Comparator.comparing(PageEndpoint::form).thenComparing(PageEndpoint::path));
        assertThat(found).as("pages of the program").hasSizeGreaterThan(50);
        return found;
    }

    private static String join(String base, String below) {
        String joined = ("/" + base + "/" + below).replaceAll("/+", "/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }
}
