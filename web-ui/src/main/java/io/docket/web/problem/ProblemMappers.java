package io.docket.web.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives every exception that leaves an endpoint its answer. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String API_PATH = "/api/";

    @ServerExceptionMapper
    Response refusal(ProblemException refusal, UriInfo uri, RoutingContext context) {
        return ProblemPage.answer(
                Problem.of(refusal.status(), refusal.title(), refusal.getMessage(), uri.getPath()), context);
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException invalid, UriInfo uri, RoutingContext context) {
        List<Problem.FieldError> errors = invalid.getConstraintViolations().stream()
                .map(violation -> new Problem.FieldError(field(violation.getPropertyPath()), violation.getMessage()))
                .toList();
        return ProblemPage.answer(
                new Problem(
                        "about:blank",
                        "Input refused",
                        400,
                        "The fields listed in 'errors' cannot be used: correct them",
                        uri.getPath(),
                        "",
                        errors),
                context);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException forbidden, UriInfo uri, RoutingContext context) {
        String detail = forbidden.getMessage() == null
                ? "Your roles do not allow this: ask an administrator of your organisation"
                : forbidden.getMessage();
        return ProblemPage.answer(Problem.of(403, "Not allowed", detail, uri.getPath()), context);
    }

    @ServerExceptionMapper
    Uni<Response> anonymous(UnauthorizedException anonymous, RoutingContext context) {
        return signInFirst(context);
    }

    @ServerExceptionMapper
    Uni<Response> badToken(AuthenticationFailedException badToken, RoutingContext context) {
        return signInFirst(context);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException exception, UriInfo uri, RoutingContext context) {
        Response response = exception.getResponse();
        if (response.hasEntity() || response.getStatus() < 400) {
            return response;
        }
        if (response.getStatus() == 404 && ProblemPage.isFor(context)) {
            return ProblemPage.answer(
                    Problem.of(
                            404,
                            "Not found",
                            "There is nothing at this address that you may see: check it, or begin at the first page",
                            uri.getPath()),
                    context);
        }
        String title = response.getStatusInfo().getReasonPhrase();
        return ProblemPage.answer(
                Problem.of(response.getStatus(), title, detail(exception, title), uri.getPath()), context);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable unexpected, UriInfo uri, RoutingContext context) {
        String identifier = UUID.randomUUID().toString();
        LOG.errorf(unexpected, "Request for %s failed, identifier %s", uri.getPath(), identifier);
        return ProblemPage.answer(
                new Problem(
                        "about:blank",
                        "Fault in Docket",
                        500,
                        "Docket failed to do this: try again, and quote the identifier to an administrator if it fails again",
                        uri.getPath(),
                        identifier,
                        List.of()),
                context);
    }

    /** An API client gets 401 as a problem; a browser on a page is sent to sign in, or told to when that cannot be done. */
    private static Uni<Response> signInFirst(RoutingContext context) {
        if (context.normalizedPath().startsWith(API_PATH)) {
            Problem problem = Problem.of(
                    401,
                    "Not signed in",
                    "Send a valid token in the header 'Authorization: Bearer …'",
                    context.normalizedPath());
            return Uni.createFrom()
                    .item(Response.status(401)
                            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                            .type(Problem.MEDIA_TYPE)
                            .entity(problem)
                            .build());
        }
        HttpAuthenticator authenticator = context.get(HttpAuthenticator.class.getName());
        return authenticator.getChallenge(context).map(challenge -> {
            if (challenge == null || challenge.status == 401 && ProblemPage.isFor(context)) {
                return ProblemPage.answer(
                        Problem.of(
                                401,
                                "Your session has ended",
                                "Sign in again. What was saved before is still there; what you sent with the last click was not"
                                        + " saved",
                                context.normalizedPath()),
                        context);
            }
            Response.ResponseBuilder builder = Response.status(challenge.status);
            challenge.getHeaders().forEach((name, value) -> builder.header(name.toString(), value));
            return builder.build();
        });
    }

    private static String detail(WebApplicationException exception, String otherwise) {
        String message = exception.getMessage();
        return message == null || message.isBlank() ? otherwise : message;
    }

    /** The last part of {@code create.request.name} is what the client sent. */
    private static String field(Path path) {
        String whole = path.toString();
        return whole.substring(whole.lastIndexOf('.') + 1);
    }
}
