package io.docket.web.upload;

import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.Receipt;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Large files in pieces, by the open protocol tus 1.0 with its extensions creation, creation-with-upload, termination,
 * checksum and expiration (docs/adr/0030-resumable-upload.md). Any tus client can send here; the metadata must have {@code path}
 * (or {@code filename}) and may have {@code sha256}.
 */
@Path("/api/v1/uploads/{id}/tus")
@Tag(name = "Uploads")
public class TusResource {
    private static final String OFFSET_STREAM = "application/offset+octet-stream";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final ResumableReception reception;
    private final FileReception limits;
    private final CurrentUser user;

    TusResource(ResumableReception reception, FileReception limits, CurrentUser user) {
        this.reception = reception;
        this.limits = limits;
        this.user = user;
    }

    @OPTIONS
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "tusOptions", summary = "What this tus server can do")
    public Response options() {
        return Response.noContent()
                .header("Tus-Version", TusHeaders.VERSION)
                .header("Tus-Extension", "creation,creation-with-upload,termination,checksum,expiration")
                .header("Tus-Max-Size", limits.largestFile())
                .header("Tus-Checksum-Algorithm", "sha1,sha256")
                .build();
    }

    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "tusCreate",
            summary = "Begin a large file, or find the one that was begun with the same path, size and hash")
    public Response create(
            @PathParam("id") UUID upload,
            @HeaderParam(TusHeaders.RESUMABLE) String version,
            @HeaderParam("Upload-Length") Long length,
            @HeaderParam("Upload-Metadata") String metadata,
            @HeaderParam("Upload-Checksum") String checksum,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            InputStream body)
            throws IOException {
        TusHeaders.requireVersion(version);
        if (length == null || length < 0) {
            throw ProblemException.badRequest(
                    "The header Upload-Length is missing or negative: give the bytes of the whole file; a length that is"
                            + " told later is not supported");
        }
        TusMetadata named = TusMetadata.parse(metadata);
        ResumableReception.Standing standing = reception.begin(
                user.tenantId(), upload, named.path(), length, named.sha256(), metadata == null ? "" : metadata);
        // a client may add parameters to the type
        if (contentType != null
                && contentType.startsWith(OFFSET_STREAM)
                && !standing.file().finished()) {
            standing = reception.append(
                    user.tenantId(),
                    upload,
                    standing.file().id(),
                    standing.file().received(),
                    body,
                    checksum(checksum));
        }
        return standing(
                        Response.created(URI.create("/api/v1/uploads/" + upload + "/tus/"
                                + standing.file().id())),
                        standing)
                .build();
    }

    @HEAD
    @Path("/{file}")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "tusOffset", summary = "How many bytes of a file are safe")
    public Response offset(
            @PathParam("id") UUID upload, @PathParam("file") UUID id, @HeaderParam(TusHeaders.RESUMABLE) String version)
            throws IOException {
        TusHeaders.requireVersion(version);
        PartialFile file = reception.require(user.tenantId(), upload, id);
        Response.ResponseBuilder answer = standing(
                        Response.ok(), new ResumableReception.Standing(file, Optional.empty()))
                .header("Upload-Length", file.size())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!file.metadata().isEmpty()) {
            answer.header("Upload-Metadata", file.metadata());
        }
        return answer.build();
    }

    @PATCH
    @Path("/{file}")
    @Consumes(OFFSET_STREAM)
    @RolesAllowed(Roles.REVIEWER)
    @Operation(
            operationId = "tusAppend",
            summary = "Send a piece; after the last one the header Docket-Document names the document")
    public Response append(
            @PathParam("id") UUID upload,
            @PathParam("file") UUID id,
            @HeaderParam(TusHeaders.RESUMABLE) String version,
            @HeaderParam("Upload-Offset") Long offset,
            @HeaderParam("Upload-Checksum") String checksum,
            InputStream body)
            throws IOException {
        TusHeaders.requireVersion(version);
        if (offset == null || offset < 0) {
            throw ProblemException.badRequest(
                    "The header Upload-Offset is missing or negative: say where the piece begins");
        }
        return standing(
                        Response.noContent(),
                        reception.append(user.tenantId(), upload, id, offset, body, checksum(checksum)))
                .build();
    }

    @DELETE
    @Path("/{file}")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "tusTerminate", summary = "Give a file up that is not whole")
    public Response terminate(
            @PathParam("id") UUID upload, @PathParam("file") UUID id, @HeaderParam(TusHeaders.RESUMABLE) String version)
            throws IOException {
        TusHeaders.requireVersion(version);
        reception.terminate(user.tenantId(), upload, id);
        return Response.noContent().build();
    }

    private static Response.ResponseBuilder standing(
            Response.ResponseBuilder answer, ResumableReception.Standing standing) {
        answer.header("Upload-Offset", standing.file().received())
                .header("Upload-Expires", HTTP_DATE.format(expires(standing)));
        standing.receipt().ifPresent(receipt -> describe(answer, receipt));
        return answer;
    }

    private static Instant expires(ResumableReception.Standing standing) {
        return standing.file().expires();
    }

    private static void describe(Response.ResponseBuilder answer, Receipt.Acknowledged receipt) {
        answer.header("Docket-Document", receipt.document());
        receipt.duplicateOf().ifPresent(first -> answer.header("Docket-Duplicate-Of", first));
    }

    private static Optional<ResumableReception.Checksum> checksum(String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String[] parts = header.strip().split(" ", 2);
        String algorithm =
                switch (parts[0].toLowerCase(Locale.ROOT)) {
                    case "sha256" -> "SHA-256";
                    case "sha1" -> "SHA-1";
                    default ->
                        throw ProblemException.badRequest(
                                "The checksum algorithm \"" + parts[0] + "\" is not known: use sha1 or sha256");
                };
        try {
            byte[] expected = Base64.getDecoder().decode(parts.length == 2 ? parts[1].strip() : "");
            return Optional.of(new ResumableReception.Checksum(MessageDigest.getInstance(algorithm), expected));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("The header Upload-Checksum is not \"" + parts[0] + " BASE64\"");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("This Java platform lacks " + algorithm + ".", impossible);
        }
    }

    /**
     * What a sender says about a file.
     *
     * @param path where it is in the sender's folders
     * @param sha256 of the whole file, if said
     */
    record TusMetadata(UploadPath path, Optional<Sha256> sha256) {
        private static final int LONGEST = 4_096;

        static TusMetadata parse(String header) {
            if (header != null && header.length() > LONGEST) {
                throw ProblemException.badRequest(
                        "The header Upload-Metadata is longer than " + LONGEST + " characters");
            }
            String path = "";
            String name = "";
            Optional<Sha256> hash = Optional.empty();
            for (String pair : header == null ? new String[0] : header.split(",")) {
                String[] parts = pair.strip().split(" ", 2);
                String value = parts.length == 2 ? decode(parts[0], parts[1]) : "";
                switch (parts[0]) {
                    case "path" -> path = value;
                    case "filename" -> name = value;
                    case "sha256" -> hash = Optional.of(hash(value));
                    default -> {
                        // clients may say more than we need
                    }
                }
            }
            return new TusMetadata(UploadPath.parse(path.isEmpty() ? name : path), hash);
        }

        private static String decode(String key, String value) {
            try {
                return new String(Base64.getDecoder().decode(value.strip()), java.nio.charset.StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw ProblemException.badRequest("The value of " + key + " in Upload-Metadata is not base64");
            }
        }

        private static Sha256 hash(String value) {
            try {
                return new Sha256(value);
            } catch (IllegalArgumentException e) {
                throw ProblemException.badRequest("sha256 in Upload-Metadata: " + e.getMessage());
            }
        }
    }
}
