package io.docket.web.tenant;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Set;

/**
 * Refuses requests that change something when another site caused them (cross-site request forgery).
 *
 * <p>Browsers say where a request comes from: {@code Sec-Fetch-Site}, and older ones {@code Origin}. A request without either
 * was not made by a page of another site. Forms therefore need no token. Requests with a bearer token are exempt, because no
 * other site can add one.
 */
final class CrossSiteGuard {
    /** Runs before authentication, which Quarkus registers at 200. */
    private static final int BEFORE_AUTHENTICATION = 300;

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_AUTHENTICATION);
    }

    private void check(RoutingContext context) {
        if (isAllowed(context.request())) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(403)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end("{\"type\":\"about:blank\",\"title\":\"Request of another site\",\"status\":403,"
                        + "\"detail\":\"A page of another site sent this request: open Docket itself and try again\"}");
    }

    private static boolean isAllowed(HttpServerRequest request) {
        if (SAFE.contains(request.method()) || request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || isOwn(origin, request);
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        try {
            return request.authority() != null
                    && request.authority()
                            .toString()
                            .equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
