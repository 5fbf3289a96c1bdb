package io.docket.web.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.web.tenant.Roles;
import io.docket.web.training.Jobs;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Exports of documents with load files. */
@Path("/api/v1/exports")
@Tag(name = "Exports")
@Blocking
public class ProductionResource {
    private static final int USUAL_DIGITS = 6;

    private final Productions productions;
    private final Jobs jobs;

    ProductionResource(Productions productions, Jobs jobs) {
        this.productions = productions;
        this.jobs = jobs;
    }

    /**
     * Documents to be exported.
     *
     * @param query the search whose result is exported; null for everything
     * @param filters its restrictions; null for none
     * @param prefix what document numbers begin with
     * @param firstNumber null for 1
     * @param digits null for six
     * @param natives whether the original files are in it; null for yes
     * @param texts whether the extracted texts are in it; null for yes
     */
    public record NewExport(
            @NotBlank @Size(max = 100) String name,
            @Size(max = 4_000) String query,
            @Size(max = 200) List<@NotNull String> filters,
            @NotBlank @Size(max = 20) String prefix,
            Long firstNumber,
            Integer digits,
            Boolean natives,
            Boolean texts) {
        ProductionWish wish() {
            return new ProductionWish(
                    name,
                    Optional.ofNullable(query).orElse(""),
                    Optional.ofNullable(filters).orElse(List.of()),
                    prefix,
                    Optional.ofNullable(firstNumber).orElse(1L),
                    Optional.ofNullable(digits).orElse(USUAL_DIGITS),
                    Optional.ofNullable(natives).orElse(true),
                    Optional.ofNullable(texts).orElse(true));
        }
    }

    /**
     * An export.
     *
     * @param state of its job: {@code queued}, {@code running}, {@code succeeded}, {@code failed}, {@code cancelled}
     * @param sha256 hash of the archive; null until it is written
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record ExportView(
            UUID id,
            String name,
            String range,
            String state,
            UUID job,
            long documents,
            long bytes,
            String sha256,
            Instant createdAt,
            String createdBy) {}

    @GET
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "exports", summary = "Your exports; for administrators, all of the tenant")
    public List<ExportView> all() {
        return productions.latest().stream().map(this::view).toList();
    }

    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "startExport", summary = "Export a result: originals, texts, load files, numbers, hashes")
    public ExportView start(@Valid @NotNull NewExport wish) {
        return view(productions.start(wish.wish()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "export", summary = "One export")
    public ExportView one(@PathParam("id") UUID id) {
        return view(productions.require(id));
    }

    @GET
    @Path("/{id}/file")
    @RolesAllowed(Roles.REVIEWER)
    @Produces("application/zip")
    @Operation(operationId = "exportFile", summary = "The archive of an export")
    public Response file(@PathParam("id") UUID id) {
        return Response.ok(productions.archive(id).toFile())
                .type("application/zip")
                .header("Content-Disposition", "attachment; filename=\"export-" + id + ".zip\"")
                .build();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "removeExport", summary = "Remove an export with its archive")
    public void remove(@PathParam("id") UUID id) {
        productions.remove(id);
    }

    private ExportView view(Production production) {
        return new ExportView(
                production.id(),
                production.name(),
                production.range(),
                production
                        .jobId()
                        .map(job -> jobs.require(job).state().name().toLowerCase(Locale.ROOT))
                        .orElse(""),
                production.jobId().orElse(null),
                production.documents(),
                production.bytes(),
                production.sha256().orElse(null),
                production.createdAt(),
                production.createdBy());
    }
}
