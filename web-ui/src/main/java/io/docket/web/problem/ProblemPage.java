package io.docket.web.problem;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Answers with a problem in the form that the client reads: a page for a person who looks at one, {@code
 * application/problem+json} for programs, and for the scripts of our own pages, which show it where they are.
 *
 * @param problem what went wrong
 */
record ProblemPage(Problem problem) {
    private static final String API_PATH = "/api/";

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance problem(ProblemPage view);
    }

    /** Whether signing in helps. */
    public boolean signIn() {
        return problem.status() == 401;
    }

    /** Whether somebody else may be allowed to do this. */
    public boolean forbidden() {
        return problem.status() == 403;
    }

    /** Whether a person looks at the answer in a browser's window. */
    static boolean isFor(RoutingContext context) {
        HttpServerRequest request = context.request();
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return !context.normalizedPath().startsWith(API_PATH)
                && accept != null
                && accept.contains(MediaType.TEXT_HTML)
                && !request.headers().contains("HX-Request");
    }

    /** The answer to a request. */
    static Response answer(Problem problem, RoutingContext context) {
        if (!isFor(context)) {
            return Response.status(problem.status())
                    .type(Problem.MEDIA_TYPE)
                    .entity(problem)
                    .build();
        }
        return Response.status(problem.status())
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(Templates.problem(new ProblemPage(problem)).render())
                .build();
    }
}
