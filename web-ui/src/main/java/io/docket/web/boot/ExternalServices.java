package io.docket.web.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Tries the PostgreSQL and the Keycloak that an administrator named before anything is started, so that each mistake in the
 * settings is said in one line instead of by the libraries that stumble over it.
 */
final class ExternalServices {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int SHORTEST_SECRET = 32;
    private static final int OLDEST_POSTGRESQL = 15;
    private static final String URL = "DOCKET_DB_URL";
    private static final String REALM = "DOCKET_OIDC_URL";
    private static final String SECRET = "DOCKET_OIDC_SECRET";

    private ExternalServices() {}

    /**
     * Tries what is named in the environment; does nothing about what is not.
     *
     * @throws BootException naming the setting to correct
     */
    static void check(Map<String, String> environment) {
        boolean ownDatabase = !value(environment, URL).isEmpty();
        boolean ownKeycloak = !value(environment, REALM).isEmpty();
        if (ownDatabase && !ownKeycloak) {
            throw new BootException(
                    "DOCKET_DB_URL names a PostgreSQL of yours, but the Keycloak that Docket starts keeps its"
                            + " records in the embedded one: name your Keycloak in DOCKET_OIDC_URL too");
        }
        checkDatabase(environment);
        if (ownKeycloak) {
            checkKeycloak(environment);
        }
    }

    /** Scheme, host and port of the Keycloak that is named. */
    static Optional<String> origin(Map<String, String> environment) {
        return Optional.of(value(environment, REALM))
                .filter(address -> !address.isEmpty())
                .map(address -> address(REALM, address))
                .map(address -> address.getScheme() + "://" + address.getRawAuthority());
    }

    /**
     * Tries the database alone; does nothing when none is named.
     *
     * @throws BootException naming the setting to correct
     */
    static void checkDatabase(Map<String, String> environment) {
        String url = value(environment, URL);
        if (url.isEmpty()) {
            return;
        }
        if (!url.startsWith("jdbc:postgresql://")) {
            throw new BootException("DOCKET_DB_URL is \"" + url
                    + "\", not the JDBC address of a PostgreSQL: give it as jdbc:postgresql://HOST:5432/DATABASE");
        }
        Login owner = new Login(environment, "DOCKET_DB_OWNER", PostgresServer.OWNER);
        Login application = new Login(environment, "DOCKET_DB", PostgresServer.APPLICATION);
        if (owner.user().equals(application.user())) {
            throw new BootException("DOCKET_DB_USER and DOCKET_DB_OWNER_USER are both \"" + owner.user()
                    + "\": the application needs a role of its own that owns nothing, or tenants are not kept apart");
        }
        try (Connection connection = connect(url, owner)) {
            requireVersion(connection, url);
            if (!isTrue(connection, "SELECT has_schema_privilege(current_user, 'public', 'CREATE')")) {
                throw new BootException("The role \"" + owner.user() + "\" may not create tables in " + url
                        + ": make it the owner of the database");
            }
        } catch (SQLException e) {
            throw unusable(url, owner, e);
        }
        try (Connection connection = connect(url, application)) {
            if (isTrue(connection, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")) {
                throw new BootException("The role \"" + application.user()
                        + "\" may pass row-level security, which keeps tenants apart: ALTER ROLE "
                        + application.user() + " NOSUPERUSER NOBYPASSRLS, or name another in DOCKET_DB_USER");
            }
        } catch (SQLException e) {
            throw unusable(url, application, e);
        }
    }

    private static void requireVersion(Connection connection, String url) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < OLDEST_POSTGRESQL) {
            throw new BootException("The database at " + url + " is PostgreSQL " + major + ": Docket needs "
                    + OLDEST_POSTGRESQL + " or later");
        }
    }

    private static Connection connect(String url, Login login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("loginTimeout", Long.toString(LIMIT.toSeconds()));
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the address is not understood");
        }
        return connection;
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static BootException unusable(String url, Login login, SQLException problem) {
        String state = problem.getSQLState() == null ? "" : problem.getSQLState();
        String remedy =
                switch (state) {
                    case "28P01", "28000" -> "check " + login.setting() + "_USER and " + login.setting() + "_PASSWORD";
                    case "3D000" -> "create the database, or correct DOCKET_DB_URL";
                    case "42501" -> "let the role connect: GRANT CONNECT ON DATABASE … TO " + login.user();
                    default -> "is it running, and does DOCKET_DB_URL name it?";
                };
        // What stands behind the question mark may be a password.
        return new BootException(
                "The PostgreSQL at " + url.split("\\?", 2)[0] + " cannot be used as \"" + login.user() + "\" ("
                        + oneLine(problem.getMessage()) + "): " + remedy,
                problem);
    }

    private static void checkKeycloak(Map<String, String> environment) {
        String realm = value(environment, REALM);
        URI address = address(REALM, realm);
        String secret = value(environment, SECRET);
        if (secret.length() < SHORTEST_SECRET) {
            throw new BootException("DOCKET_OIDC_SECRET has " + secret.length() + " characters: give the secret of the"
                    + " client docket-web, which must have at least " + SHORTEST_SECRET);
        }
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            HttpResponse<String> discovery = send(
                    client,
                    HttpRequest.newBuilder(URI.create(realm + "/.well-known/openid-configuration"))
                            .GET());
            if (discovery.statusCode() != 200) {
                throw new BootException("There is no realm at " + address + " (HTTP " + discovery.statusCode()
                        + "): create it from deploy/keycloak/docket-realm.json, or correct DOCKET_OIDC_URL");
            }
            JsonNode description = new ObjectMapper().readTree(discovery.body());
            String issuer = description.path("issuer").asText();
            if (!issuer.equals(realm)) {
                throw new BootException("The realm at " + realm + " calls itself " + issuer
                        + ": set DOCKET_OIDC_URL to that, or Keycloak's option hostname");
            }
            requireClient(client, URI.create(description.path("token_endpoint").asText()), secret);
        } catch (IOException e) {
            throw new BootException(
                    "Keycloak at " + address + " does not answer (" + oneLine(e.toString())
                            + "): is it running, and does DOCKET_OIDC_URL name it?",
                    e);
        }
    }

    /** A made-up code is refused after the client's secret has been looked at. */
    private static void requireClient(HttpClient client, URI tokens, String secret) throws IOException {
        String form = "grant_type=authorization_code&code=none&redirect_uri=none&client_id=docket-web&client_secret="
                + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        HttpResponse<String> answer = send(
                client,
                HttpRequest.newBuilder(tokens)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
        if (answer.body().contains("invalid_client") || answer.body().contains("unauthorized_client")) {
            throw new BootException(
                    "The realm refuses the client docket-web with DOCKET_OIDC_SECRET (HTTP " + answer.statusCode()
                            + "): give the secret that Keycloak shows under Clients, docket-web, Credentials");
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BootException("Interrupted while talking to Keycloak", e);
        }
    }

    private static URI address(String setting, String text) {
        try {
            URI address = URI.create(text);
            if (address.getRawAuthority() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw new BootException(
                setting + " is \"" + text + "\", not the address of a realm: give it as https://HOST/realms/docket");
    }

    private static String oneLine(String text) {
        return text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
    }

    private static String value(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }

    /**
     * Who signs in to PostgreSQL.
     *
     * @param setting what the names of its variables begin with
     */
    private record Login(String setting, String user, String password) {
        Login(Map<String, String> environment, String setting, String otherwise) {
            this(
                    setting,
                    value(environment, setting + "_USER").isEmpty() ? otherwise : value(environment, setting + "_USER"),
                    value(environment, setting + "_PASSWORD"));
        }
    }
}
