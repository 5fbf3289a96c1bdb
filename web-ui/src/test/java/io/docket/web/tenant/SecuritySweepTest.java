package io.docket.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Calls every endpoint that the OpenAPI document names, on things of tenant acme that exist and with bodies that are right, as
 * those who must not get in: nobody, people without a role, people with roles and no tenant, a reader who wants to change
 * something, and the most powerful person of another tenant. Each call has exactly one right status, no answer says anything of
 * acme's, and afterwards acme's things are as before.
 */
@QuarkusTest
class SecuritySweepTest {
    /** Calls without another tenant's thing in the path whose answer is not 200, as a stranger makes them. */
    private static final Map<String, Integer> STRANGERS_OWN = Map.ofEntries(
            Map.entry("post /api/v1/collections", 201),
            Map.entry("post /api/v1/tag-sets", 201),
            Map.entry("post /api/v1/support/questions", 201),
            // these name acme's things in the body
            Map.entry("post /api/v1/classifiers", 404),
            Map.entry("post /api/v1/coding", 404),
            // and these pass over what they do not find
            Map.entry("post /api/v1/documents/retry", 200),
            Map.entry("post /api/v1/exports", 200),
            Map.entry("post /api/v1/groupings", 409),
            Map.entry("post /api/v1/coding/undo", 409));

    /** What it says is the same for every address. */
    private static final Map<String, Integer> SAYS_NOTHING = Map.of("options /api/v1/uploads/{id}/tus", 204);

    /** What readers keep for themselves, and questions they ask, change nothing of others'. */
    private static final Map<String, Integer> READERS_OWN = Map.of(
            "post /api/v1/saved-searches", 200,
            "post /api/v1/saved-searches/{id}/open", 404,
            "delete /api/v1/saved-searches/{id}", 404,
            "post /api/v1/support/questions", 201,
            "post /api/v1/support/questions/{id}/opened/{document}", 404,
            "post /api/v1/support/questions/{id}/helped", 404,
            "post /api/v1/support/questions/{id}/handover", 404);

    /** What everybody who is signed in may know: who they are. */
    private static final Set<String> FOR_EVERYBODY = Set.of("get /api/v1/me");

    private SweptThings things;

    @Test
    void nobodyGetsInAndNothingChanges() {
        List<SweptEndpoint> endpoints = SweptEndpoint.all();
        assertThat(endpoints).as("endpoints of the document").hasSizeGreaterThan(100);
        things = SweptThings.make();
        Map<String, String> before = things.seenByOwner();
        List<String> faults = new ArrayList<>();
        for (SweptEndpoint endpoint : endpoints) {
            Response anonymous = endpoint.call(RestAssured.given(), things);
            judge(endpoint, "nobody", anonymous, 401, faults);
            for (String person : List.of(People.withoutRole(People.ACME), People.OUTSIDER, People.PLATFORM_ADMIN)) {
                boolean mayKnow = person.equals(People.PLATFORM_ADMIN) && FOR_EVERYBODY.contains(endpoint.toString());
                judge(endpoint, person, endpoint.call(People.as(person), things), mayKnow ? 200 : 403, faults);
            }
            judge(
                    endpoint,
                    SweptThings.STRANGER,
                    endpoint.call(People.as(SweptThings.STRANGER), things),
                    asStranger(endpoint),
                    faults);
            String reader = People.of(People.ACME, Roles.READER);
            if (!endpoint.reads()) {
                int expected = READERS_OWN.getOrDefault(endpoint.toString(), 403);
                judge(endpoint, reader, endpoint.call(People.as(reader), things), expected, faults);
            }
        }
        assertThat(faults)
                .as("calls with another status, or with acme's things in the answer")
                .isEmpty();
        assertThat(things.changedSince(before))
                .as("acme's things that the sweep changed")
                .isEmpty();
    }

    private static int asStranger(SweptEndpoint endpoint) {
        if (SAYS_NOTHING.containsKey(endpoint.toString())) {
            return SAYS_NOTHING.get(endpoint.toString());
        }
        return endpoint.hasParameters() ? 404 : STRANGERS_OWN.getOrDefault(endpoint.toString(), 200);
    }

    private void judge(SweptEndpoint endpoint, String person, Response response, int expected, List<String> faults) {
        String answer = response.asString();
        String call = endpoint + " as " + person + ": ";
        if (response.statusCode() != expected) {
            faults.add(call + response.statusCode() + " instead of " + expected + " " + answer);
        }
        // a reader of acme may see acme's things
        if (!person.startsWith(People.ACME + "-" + Roles.READER) && answer.contains(things.secret())) {
            faults.add(call + "says something of acme's: " + answer);
        }
        if (expected >= 400
                && !endpoint.method().equals("head")
                && !response.contentType().startsWith("application/problem+json")) {
            faults.add(call + "no problem but " + response.contentType());
        }
        Set<String> sent = Set.of(things.fill(endpoint.path()).split("[/?]"));
        String body = things.body(endpoint).orElse("") + things.query(endpoint);
        things.identifiers().stream()
                .filter(identifier ->
                        answer.contains(identifier) && !sent.contains(identifier) && !body.contains(identifier))
                .filter(identifier -> !person.startsWith(People.ACME + "-" + Roles.READER))
                .forEach(identifier -> faults.add(call + "names " + identifier + ": " + answer));
    }
}
