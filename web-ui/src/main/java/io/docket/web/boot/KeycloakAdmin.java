package io.docket.web.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Sets up Docket's realm through Keycloak's administration interface. Every method leaves alone what is there already, so a
 * second call changes nothing. Not thread-safe; meant for the short time of a start.
 */
public final class KeycloakAdmin implements AutoCloseable {
    /** The realm's name. */
    public static final String REALM = "docket";

    private static final String REALM_PATH = "/admin/realms/" + REALM;

    private static final String BY_NAME = "http://localhost:";
    private static final String BY_NUMBER = "http://127.0.0.1:";
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(90);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI address;
    private final String adminPassword;
    private String token = "";
    private Instant tokenEnd = Instant.MIN;

    /**
     * An administrator who signs in at the first call.
     *
     * @param address where Keycloak answers
     */
    public KeycloakAdmin(URI address, String adminPassword) {
        this.address = address;
        this.adminPassword = adminPassword;
    }

    /** A person of the realm. */
    public record Person(
            String userName, String firstName, String lastName, String email, String password, List<String> roles) {
        /** Copies the roles. */
        public Person {
            roles = List.copyOf(roles);
        }
    }

    /**
     * Creates the realm from its description, or sets the addresses of an existing one to where Docket answers now.
     *
     * @param description the text of {@code deploy/keycloak/docket-realm.json}
     * @param applicationUrl where browsers reach Docket, without a slash at its end
     */
    public void createRealm(String description, String applicationUrl, String pagesClientSecret) {
        if (get(REALM_PATH).statusCode() == 404) {
            String filled = description
                    .replace("@APPLICATION_URL@", applicationUrl)
                    .replace("@PAGES_CLIENT_SECRET@", pagesClientSecret);
            require(send("POST", "/admin/realms", filled), 201);
        }
        ObjectNode pages = client("docket-web");
        boolean isAsDescribed = pages.path("redirectUris").size() == 2;
        if (isAsDescribed || !pages.path("rootUrl").asText().equals(applicationUrl)) {
            pages.put("rootUrl", applicationUrl);
            ArrayNode redirects =
                    pages.putArray("redirectUris").add("/signed-in").add("/");
            if (applicationUrl.startsWith(BY_NAME)) {
                // Who types the number instead of the name means the same application.
                String byNumber = BY_NUMBER + applicationUrl.substring(BY_NAME.length());
                redirects.add(byNumber + "/signed-in").add(byNumber + "/");
            }
            require(send("PUT", REALM_PATH + "/clients/" + pages.path("id").asText(), pages.toString()), 204);
        }
    }

    /** Lets scripts exchange a name and password for a token. For demonstrations and tests: it bypasses the sign-in page. */
    public void allowPasswordTokens() {
        ObjectNode scripts = client("docket-cli");
        scripts.put("directAccessGrantsEnabled", true);
        require(send("PUT", REALM_PATH + "/clients/" + scripts.path("id").asText(), scripts.toString()), 204);
    }

    /** Creates the organisation of a tenant. Returns its identifier in Keycloak. */
    public String createOrganisation(String alias, String name) {
        String found = findOrganisation(alias);
        if (!found.isEmpty()) {
            return found;
        }
        ObjectNode organisation = json.createObjectNode();
        organisation.put("name", name).put("alias", alias).put("enabled", true);
        organisation
                .putArray("domains")
                .addObject()
                .put("name", alias + ".example")
                .put("verified", true);
        require(send("POST", REALM_PATH + "/organizations", organisation.toString()), 201);
        return findOrganisation(alias);
    }

    /** Creates a person with their roles. Returns the identifier in Keycloak. */
    public String createPerson(Person person) {
        JsonNode found = getJson(REALM_PATH + "/users?exact=true&username=" + encoded(person.userName()));
        if (!found.isEmpty()) {
            return found.get(0).path("id").asText();
        }
        ObjectNode user = json.createObjectNode();
        user.put("username", person.userName())
                .put("firstName", person.firstName())
                .put("lastName", person.lastName())
                .put("email", person.email())
                .put("emailVerified", true)
                .put("enabled", true);
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", person.password())
                .put("temporary", false);
        require(send("POST", REALM_PATH + "/users", user.toString()), 201);
        String id = getJson(REALM_PATH + "/users?exact=true&username=" + encoded(person.userName()))
                .get(0)
                .path("id")
                .asText();
        var roles = json.createArrayNode();
        for (String role : person.roles()) {
            roles.add(getJson(REALM_PATH + "/roles/" + encoded(role)));
        }
        if (!roles.isEmpty()) {
            require(send("POST", REALM_PATH + "/users/" + id + "/role-mappings/realm", roles.toString()), 204);
        }
        return id;
    }

    /** Makes a person a member of an organisation. */
    public void addMember(String organisationId, String personId) {
        HttpResponse<String> response =
                send("POST", REALM_PATH + "/organizations/" + organisationId + "/members", '"' + personId + '"');
        // 409: is a member already.
        if (response.statusCode() != 409) {
            require(response, 201);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private String findOrganisation(String alias) {
        for (JsonNode organisation : getJson(REALM_PATH + "/organizations?search=" + encoded(alias))) {
            if (organisation.path("alias").asText().equals(alias)) {
                return organisation.path("id").asText();
            }
        }
        return "";
    }

    private ObjectNode client(String clientId) {
        return (ObjectNode)
                getJson(REALM_PATH + "/clients?clientId=" + clientId).get(0);
    }

    private JsonNode getJson(String path) {
        HttpResponse<String> response = get(path);
        require(response, 200);
        return parse(response.body());
    }

    private HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Administrators' tokens live a minute; a slow machine may need longer than that for all it has to do. */
    private String token() {
        if (Instant.now().isAfter(tokenEnd)) {
            String form = "grant_type=password&client_id=admin-cli&username=" + KeycloakServer.ADMIN + "&password="
                    + encoded(adminPassword);
            HttpRequest request = HttpRequest.newBuilder(
                            address.resolve("/realms/master/protocol/openid-connect/token"))
                    .timeout(REQUEST_LIMIT)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            HttpResponse<String> response = send(request);
            if (response.statusCode() != 200) {
                throw new BootException("Keycloak refused the administrator's password (" + response.statusCode()
                        + "): the secrets file and the database do not belong together");
            }
            JsonNode answer = parse(response.body());
            token = answer.path("access_token").asText();
            tokenEnd = Instant.now().plusSeconds(answer.path("expires_in").asLong() / 2);
        }
        return token;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(REQUEST_LIMIT)
                .header("Authorization", "Bearer " + token());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new BootException("Keycloak at " + address + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BootException("Interrupted while talking to Keycloak", e);
        }
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new BootException("Keycloak at " + address + " answered with something that is not JSON", e);
        }
    }

    private static void require(HttpResponse<String> response, int expected) {
        if (response.statusCode() != expected) {
            throw new BootException("Keycloak answered " + response.statusCode() + " to "
                    + response.request().method() + " " + response.uri().getPath() + ": " + response.body());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
