package io.docket.web.tenant;

import io.quarkus.oidc.TenantResolver;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Chooses how a request proves who sends it.
 *
 * <p>Pages use the session cookie of the code flow. The API takes bearer tokens; it also takes the cookie, so that scripts of
 * our own pages and server-sent events, which cannot send headers, need no second sign-in ({@link CrossSiteGuard} keeps other
 * sites out). An API request with neither is answered 401 and never redirected.
 */
@ApplicationScoped
final class WayIn implements TenantResolver {
    static final String API_PATH = "/api/";
    private static final String BEARER_TOKENS = "bearer";
    private static final String SESSION_COOKIE = "q_session";

    /** The OIDC tenant's name in application.properties; null is Quarkus' name for the default, which serves the pages. */
    @Override
    public String resolve(RoutingContext request) {
        if (!request.normalizedPath().startsWith(API_PATH)) {
            return null;
        }
        boolean bringsToken = request.request().headers().contains(HttpHeaders.AUTHORIZATION);
        boolean bringsSession = request.request().cookies().stream()
                .anyMatch(cookie -> cookie.getName().startsWith(SESSION_COOKIE));
        return bringsSession && !bringsToken ? null : BEARER_TOKENS;
    }
}
