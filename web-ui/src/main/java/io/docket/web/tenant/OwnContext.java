package io.docket.web.tenant;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Serves each request on a context of Vert.x that nobody else knows. The request scope, which says for whom a request is served, is
 * kept in that context. Authentication, where it has to ask Keycloak, leaves work behind that still runs on the context it was
 * given (the asynchronous delivery of its events, for one) and takes the request scope away while the request is being served: it
 * then went on without its tenant. See ADR 94.
 */
@ApplicationScoped
class OwnContext {
    /** Lower runs later; authentication and authorisation have 200 and 100. */
    private static final int AFTER_AUTHENTICATION = 50;

    void register(@Observes Filters filters) {
        filters.register(OwnContext::goOn, AFTER_AUTHENTICATION);
    }

    private static void goOn(RoutingContext request) {
        // until somebody reads it: the change of context takes a moment
        request.request().pause();
        Context own = VertxContext.createNewDuplicatedContext(Vertx.currentContext());
        VertxContextSafetyToggle.setContextSafe(own, true);
        own.runOnContext(now -> request.next());
    }
}
