package io.docket.web.account;

import io.docket.web.pipeline.LimitPreset;
import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.pipeline.Retries;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import io.docket.web.upload.DocumentCollection;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** The page of a collection's password bank. */
@Path("/collections/{id}/passwords")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class PasswordPage {
    private final PasswordBank bank;
    private final Collections collections;
    private final ProgressCounts counts;
    private final Retries retries;

    PasswordPage(PasswordBank bank, Collections collections, ProgressCounts counts, Retries retries) {
        this.bank = bank;
        this.collections = collections;
        this.counts = counts;
        this.retries = retries;
    }

    /**
     * What the page shows.
     *
     * @param encrypted how many documents wait for a password
     */
    public record PasswordView(DocumentCollection collection, List<PasswordBank.Entry> entries, long encrypted) {}

    @CheckedTemplate(basePath = "page")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance passwords(PasswordView view);
    }

    @GET
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public TemplateInstance show(@RestPath UUID id) {
        DocumentCollection collection = collections.require(id);
        Progress progress = counts.ofCollection(id);
        return Templates.passwords(
                new PasswordView(collection, bank.entries(id), progress.failed().getOrDefault("encrypted", 0L)));
    }

    /** Adds passwords and, when wished, tries them on what is encrypted. */
    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response add(
            @RestPath UUID id,
            @RestForm @DefaultValue("") String passwords,
            @RestForm @DefaultValue("false") boolean retry) {
        bank.add(id, lines(passwords));
        if (retry) {
            retries.collection(id, Optional.of("encrypted"), LimitPreset.STANDARD);
        }
        return back(id);
    }

    @POST
    @Path("{password}/remove")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(hidden = true)
    public Response remove(@RestPath UUID id, @RestPath UUID password) {
        bank.remove(collections.require(id).id(), password);
        return back(id);
    }

    /** One password a line; blanks at the ends belong to it, empty lines do not count. */
    static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    private static Response back(UUID collection) {
        return Response.seeOther(URI.create("/collections/" + collection + "/passwords"))
                .build();
    }
}
