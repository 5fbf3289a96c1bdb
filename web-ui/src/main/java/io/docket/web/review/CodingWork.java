package io.docket.web.review;

import io.docket.web.search.DocumentSearch;
import io.docket.web.search.QuestionReader;
import io.docket.web.tenant.Member;
import io.docket.web.tenant.TenantScope;
import io.docket.web.training.Job;
import io.docket.web.training.JobProgress;
import io.docket.web.training.JobWork;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Codes whole results, and takes large batches back. A result is coded with the eyes of the person who asked for it: what is
 * closed to this person when the job runs is not coded. Begun again, it codes what is not coded yet.
 */
@ApplicationScoped
class CodingWork implements JobWork {
    static final String BATCH = "batch";
    static final String QUERY = "query";
    static final String FILTERS = "filters";
    static final String ADD = "add";
    static final String REMOVE = "remove";
    static final String MEMBER = "member";
    static final String ROLES = "roles";

    private final TagSets sets;
    private final Coding coding;
    private final DocumentSearch search;
    private final TenantScope scope;

    CodingWork(TagSets sets, Coding coding, DocumentSearch search, TenantScope scope) {
        this.sets = sets;
        this.coding = coding;
        this.search = search;
        this.scope = scope;
    }

    @Override
    public Set<Job.Kind> kinds() {
        return Set.of(Job.Kind.CODE, Job.Kind.UNDO_CODING);
    }

    @Override
    public String run(String tenant, Job job, JobProgress progress) {
        UUID batch = UUID.fromString(job.parameters().get(BATCH));
        if (job.kind() == Job.Kind.UNDO_CODING) {
            return undo(job, batch, progress);
        }
        Map<String, String> asked = job.parameters();
        if (!asked.containsKey(MEMBER)) {
            return code(tenant, job, batch, progress);
        }
        Member member = Member.of(asked.get(MEMBER), asked.get(ROLES));
        return scope.callAs(tenant, member, () -> code(tenant, job, batch, progress));
    }

    private String code(String tenant, Job job, UUID batch, JobProgress progress) {
        Map<String, String> asked = job.parameters();
        progress.report("Searching", 0, 0, "");
        List<UUID> documents = search.everyId(
                tenant, QuestionReader.read(asked.get(QUERY), lines(asked.get(FILTERS)), null, 0, null, false));
        Decision decision = QuarkusTransaction.requiringNew()
                .call(() -> Decision.of(sets.all(), ids(asked.get(ADD)), ids(asked.get(REMOVE))));
        for (int from = 0; from < documents.size(); from += Coding.PORTION) {
            progress.report("Coding", from, documents.size(), "");
            if (progress.cancellation().isCancelled()) {
                // what is coded so far can be taken back as a whole
                coding.finish(batch, from);
            }
            progress.cancellation().throwIfCancelled();
            List<UUID> portion = documents.subList(from, Math.min(documents.size(), from + Coding.PORTION));
            QuarkusTransaction.requiringNew().call(() -> coding.code(batch, decision, portion, job.createdBy()));
        }
        CodingBatch done = coding.finish(batch, documents.size());
        return String.format(
                Locale.ROOT,
                "%,d documents coded, %,d of them were coded otherwise before.",
                done.documents(),
                done.changed());
    }

    private String undo(Job job, UUID batch, JobProgress progress) {
        long total = QuarkusTransaction.requiringNew()
                .call(() -> coding.require(batch))
                .changed();
        CodingBatch undone =
                coding.undo(batch, job.createdBy(), done -> progress.report("Taking back", done, total, ""));
        return String.format(
                Locale.ROOT,
                "%,d documents are coded as before; %,d had been coded again since and were left alone.",
                undone.changed() - undone.kept(),
                undone.kept());
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    private static List<UUID> ids(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(UUID::fromString).toList();
    }
}
