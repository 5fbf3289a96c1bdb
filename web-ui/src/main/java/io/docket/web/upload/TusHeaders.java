package io.docket.web.upload;

import io.docket.web.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;

/**
 * What tus asks of every exchange: its version in each answer, and the method named by {@code X-HTTP-Method-Override} for
 * clients behind proxies that know only GET and POST.
 */
@Provider
@PreMatching
public final class TusHeaders implements ContainerRequestFilter, ContainerResponseFilter {
    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    private static final int PRECONDITION_FAILED = 412;

    @Override
    public void filter(ContainerRequestContext request) {
        String method = request.getHeaderString("X-HTTP-Method-Override");
        if (method != null && isTus(request) && request.getMethod().equals("POST")) {
            request.setMethod(method.toUpperCase(Locale.ROOT));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (isTus(request)) {
            response.getHeaders().putSingle(RESUMABLE, VERSION);
            if (response.getStatus() == PRECONDITION_FAILED) {
                response.getHeaders().putSingle("Tus-Version", VERSION);
            }
        }
    }

    /**
     * Refuses other versions of the protocol.
     *
     * @throws ProblemException 412
     */
    static void requireVersion(String version) {
        if (!VERSION.equals(version)) {
            throw new ProblemException(
                    PRECONDITION_FAILED,
                    "Protocol version",
                    "The header " + RESUMABLE + " is \"" + (version == null ? "" : version) + "\"; this server speaks "
                            + VERSION + ".");
        }
    }

    private static boolean isTus(ContainerRequestContext request) {
        String[] parts = request.getUriInfo().getPath().split("/");
        // /api/v1/uploads/{id}/tus[/{file}]
        return parts.length >= 6 && parts[3].equals("uploads") && parts[5].equals("tus");
    }
}
