package io.docket.web.search;

import io.docket.web.audit.AuditLog;
import io.docket.web.blob.BlobStore;
import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.Documents;
import io.docket.web.pipeline.Quarantine;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * A document as it was, for a frame of our own pages. Nothing of it can act: PDF and pictures are sent with a fixed media type
 * that browsers may not guess anew, pages are written by our reader, and a policy of their own forbids all of them scripts
 * and connections.
 */
@Path("/api/v1/documents/{id}/view")
@Tag(name = "Documents")
@Blocking
public class OriginalResource {
    private static final String POLICY = "Content-Security-Policy";

    /** For pages and pictures: nothing but the style below, in a sandbox without an origin. */
    private static final String CLOSED =
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

    /** Browsers refuse to start their PDF viewer in a sandbox. */
    private static final String VIEWER =
            "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; script-src 'none'; frame-ancestors"
                    + " 'self'";

    private static final String HEAD = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <style>
            :root { color-scheme: light; }
            body { margin: 0 auto; padding: 24px 32px 64px; max-width: 860px; background: #fff; color: #1b1d1f; font: 15px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
            h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.2em 0 0.4em; }
            p { margin: 0.5em 0; white-space: pre-line; }
            table { border-collapse: collapse; margin: 1em 0; font-size: 13.5px; }
            td, th { border: 1px solid #d5d3cc; padding: 4px 8px; vertical-align: top; text-align: left; }
            pre { white-space: pre-wrap; font-size: 13px; }
            blockquote { margin: 0.5em 0; padding-left: 12px; border-left: 3px solid #d5d3cc; color: #4d5257; }
            .sheet { margin: 0 0 24px; padding-bottom: 16px; border-bottom: 1px solid #d5d3cc; }
            </style></head><body>
            """;

    private final Documents documents;
    private final OriginalPages pages;
    private final BlobStore blobs;
    private final CurrentUser user;
    private final AuditLog audit;
    private final Quarantine quarantine;

    OriginalResource(
            Documents documents,
            OriginalPages pages,
            BlobStore blobs,
            CurrentUser user,
            AuditLog audit,
            Quarantine quarantine) {
        this.documents = documents;
        this.pages = pages;
        this.blobs = blobs;
        this.user = user;
        this.audit = audit;
        this.quarantine = quarantine;
    }

    @GET
    @RolesAllowed(Roles.READER)
    @Operation(
            operationId = "viewDocument",
            summary = "The document as it was, to look at in a frame: PDF, picture, or a harmless page of its content")
    public Response view(@PathParam("id") UUID id, @Context HttpServerResponse response) {
        Document document = documents.require(id);
        quarantine.check(document);
        // the policy of our own pages, which every answer begins with, forbids to be framed; two policies would both
        // hold
        response.headers().remove(POLICY);
        OriginalKind kind = OriginalKind.of(document);
        Response answer =
                switch (kind) {
                    case PDF -> bytes(document, kind, VIEWER);
                    case IMAGE -> bytes(document, kind, CLOSED);
                    case PAGE ->
                        Response.ok(HEAD + pages.of(user.tenantId(), document) + "</body></html>")
                                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                                .header(POLICY, CLOSED)
                                .build();
                    case NONE ->
                        throw ProblemException.conflict("A document of type " + document.mediaType()
                                + " is not shown in a browser: read its text or download the original");
                };
        audit.record("document.view-original", "document/" + id, "");
        return answer;
    }

    private Response bytes(Document document, OriginalKind kind, String policy) {
        if (!blobs.contains(user.tenantId(), document.sha256())) {
            throw new ProblemException(
                    500,
                    "Bytes missing",
                    "The bytes of document " + document.id() + " are missing: restore them from a backup");
        }
        return Response.ok(blobs.path(user.tenantId(), document.sha256()).toFile())
                .type(kind.mediaType(document))
                .header("Content-Disposition", "inline")
                .header(POLICY, policy)
                .build();
    }
}
