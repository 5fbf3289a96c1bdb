package io.docket.web.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.web.problem.ProblemException;
import io.docket.web.search.QuestionReader;
import io.docket.web.tenant.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Coding: tags for documents, groups and whole results, and taking them back. */
@Path("/api/v1/coding")
@Tag(name = "Review")
public class CodingResource {
    private static final int LATEST = 50;

    private final Reviews reviews;

    CodingResource(Reviews reviews) {
        this.reviews = reviews;
    }

    /**
     * What to code, and how.
     *
     * @param scope {@code documents}, {@code family}, {@code thread}, {@code near_duplicates} (of {@code documents}), or {@code result}
     *     (of {@code query} and {@code filters}, as a job)
     * @param add ids of tags to give; null for none
     * @param remove ids of tags to take away; null for none
     */
    public record Wish(
            @NotNull String scope,
            @Size(max = 10_000) List<@NotNull UUID> documents,
            @Size(max = 4_000) String query,
            @Size(max = 200) List<@NotNull String> filters,
            @Size(max = 200) List<@NotNull UUID> add,
            @Size(max = 200) List<@NotNull UUID> remove) {}

    /**
     * A batch of coding.
     *
     * @param job the job that carries it out; null when it is done
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record BatchView(
            UUID id,
            String scope,
            String description,
            String state,
            long documents,
            long changed,
            long kept,
            Instant createdAt,
            String createdBy,
            UUID job) {
        static BatchView of(CodingBatch batch, Optional<UUID> job) {
            return new BatchView(
                    batch.id(),
                    batch.scope().name().toLowerCase(Locale.ROOT),
                    batch.description(),
                    batch.state().name().toLowerCase(Locale.ROOT),
                    batch.documents(),
                    batch.changed(),
                    batch.kept(),
                    batch.createdAt(),
                    batch.createdBy(),
                    job.orElse(null));
        }
    }

    /** How many documents of a result have a tag of a set. */
    public record ProgressView(UUID tagSet, String key, String name, long decided) {}

    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "code", summary = "Give tags to documents, groups or a whole result, or take them away")
    public BatchView code(@Valid @NotNull Wish wish) {
        CodingBatch.Scope scope = scope(wish.scope());
        List<UUID> add = orNone(wish.add());
        List<UUID> remove = orNone(wish.remove());
        Reviews.Outcome outcome;
        if (scope == CodingBatch.Scope.RESULT) {
            List<String> filters = orNone(wish.filters());
            String query = Optional.ofNullable(wish.query()).orElse("");
            // refused now rather than by the job
            QuestionReader.read(query, filters, null, 0, null, false);
            outcome = reviews.codeResult(query, filters, add, remove);
        } else {
            outcome = reviews.code(scope, orNone(wish.documents()), add, remove);
        }
        return BatchView.of(outcome.batch(), outcome.job());
    }

    @GET
    @Path("/batches")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "codingBatches", summary = "The latest batches of coding")
    public List<BatchView> batches() {
        return reviews.batches(LATEST).stream()
                .map(batch -> BatchView.of(batch, Optional.empty()))
                .toList();
    }

    @POST
    @Path("/undo")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "undoCoding", summary = "Take one's own latest batch back")
    public BatchView undo() {
        Reviews.Outcome outcome = reviews.undoLatest();
        return BatchView.of(outcome.batch(), outcome.job());
    }

    @POST
    @Path("/batches/{id}/undo")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "undoCodingBatch", summary = "Take a batch of one's own back")
    public BatchView undo(@PathParam("id") UUID id) {
        Reviews.Outcome outcome = reviews.undo(id);
        return BatchView.of(outcome.batch(), outcome.job());
    }

    @GET
    @Path("/progress")
    @RolesAllowed(Roles.READER)
    @Operation(operationId = "codingProgress", summary = "How much of a result is coded, tag set by tag set")
    public List<ProgressView> progress(
            @QueryParam("q") @DefaultValue("") String query, @QueryParam("filter") List<String> filters) {
        return reviews.progress(QuestionReader.read(query, filters, null, 0, null, false)).stream()
                .map(set -> new ProgressView(
                        set.set().id(), set.set().key(), set.set().name(), set.decided()))
                .toList();
    }

    private static CodingBatch.Scope scope(String text) {
        try {
            return CodingBatch.Scope.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(
                    "There is no scope \"" + text + "\": use documents, family, thread, near_duplicates or result");
        }
    }

    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : list;
    }
}
