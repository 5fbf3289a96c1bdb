package io.docket.web.review;

import io.docket.index.Dimension;
import io.docket.index.FacetFilter;
import io.docket.index.SearchHit;
import io.docket.index.SortOrder;
import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.search.DocumentSearch;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.TenantScope;
import io.docket.web.training.Job;
import io.docket.web.training.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a reviewer can do, recorded in the audit: code documents, groups and whole results, and take it back. */
@ApplicationScoped
public class Reviews {
    /** Larger batches are taken back in the background. */
    static final int MOST_AT_ONCE = 5_000;

    private final TagSets sets;
    private final Coding coding;
    private final CodingStore store;
    private final DocumentSearch search;
    private final Jobs jobs;
    private final TenantScope scope;
    private final CurrentUser user;
    private final AuditLog audit;

    Reviews(
            TagSets sets,
            Coding coding,
            CodingStore store,
            DocumentSearch search,
            Jobs jobs,
            TenantScope scope,
            CurrentUser user,
            AuditLog audit) {
        this.sets = sets;
        this.coding = coding;
        this.store = store;
        this.search = search;
        this.jobs = jobs;
        this.scope = scope;
        this.user = user;
        this.audit = audit;
    }

    /**
     * What came of a wish: a batch, and the job that carries it out when it is too large to wait for.
     *
     * @param job empty when everything is done already
     */
    public record Outcome(CodingBatch batch, Optional<UUID> job) {}

    /**
     * How far a review is.
     *
     * @param decided documents that have a tag of the set
     */
    public record SetProgress(TagSet set, long decided) {}

    /**
     * Codes documents or the groups that they belong to.
     *
     * @param codingScope anything but {@link CodingBatch.Scope#RESULT}
     * @param add tags to give
     * @param remove tags to take away
     * @throws ProblemException not found when none of the documents may be seen, or a tag is unknown
     */
    @Transactional
    public Outcome code(
            CodingBatch.Scope codingScope, Collection<UUID> documents, Collection<UUID> add, Collection<UUID> remove) {
        List<TagSets.TagSetWithTags> all = sets.all();
        Decision decision = Decision.of(all, add, remove);
        List<UUID> visible = store.visible(documents);
        if (visible.isEmpty()) {
            throw ProblemException.notFound("None of these documents may be seen by you: check the ids");
        }
        List<UUID> targets = group(codingScope, visible);
        CodingBatch batch = coding.begin(codingScope, decision.inWords(all), reviewer());
        for (int from = 0; from < targets.size(); from += Coding.PORTION) {
            List<UUID> portion = targets.subList(from, Math.min(targets.size(), from + Coding.PORTION));
            coding.code(batch.id(), decision, portion, user.displayName());
        }
        CodingBatch done = coding.finish(batch.id(), targets.size());
        String subject = targets.size() == 1 ? "document/" + targets.getFirst() : "coding-batch/" + batch.id();
        audit.record("coding.apply", subject, batch.description() + " (" + targets.size() + " documents)");
        return new Outcome(done, Optional.empty());
    }

    /**
     * Codes everything that a search finds, in the background.
     *
     * @param query as typed
     * @param filters as in addresses
     */
    @Transactional
    public Outcome codeResult(String query, List<String> filters, Collection<UUID> add, Collection<UUID> remove) {
        List<TagSets.TagSetWithTags> all = sets.all();
        Decision decision = Decision.of(all, add, remove);
        CodingBatch batch = coding.begin(CodingBatch.Scope.RESULT, decision.inWords(all), reviewer());
        Map<String, String> parameters = new HashMap<>();
        parameters.put(CodingWork.BATCH, batch.id().toString());
        parameters.put(CodingWork.QUERY, query);
        parameters.put(CodingWork.FILTERS, String.join("\n", filters));
        parameters.put(CodingWork.ADD, joined(add));
        parameters.put(CodingWork.REMOVE, joined(remove));
        scope.member().ifPresent(member -> {
            parameters.put(CodingWork.MEMBER, member.userName());
            parameters.put(CodingWork.ROLES, member.roleNames());
        });
        Job job = jobs.submit(Job.Kind.CODE, parameters, user.displayName());
        audit.record("coding.apply-to-result", "coding-batch/" + batch.id(), batch.description());
        return new Outcome(batch, Optional.of(job.id()));
    }

    /**
     * Takes the reviewer's latest batch back.
     *
     * @throws ProblemException conflict when there is none
     */
    public Outcome undoLatest() {
        CodingBatch latest = coding.latest(user.userId())
                .orElseThrow(() -> ProblemException.conflict("There is no coding of yours to take back"));
        return undo(latest.id());
    }

    /** Takes a batch back, in the background when it is large. */
    public Outcome undo(UUID id) {
        CodingBatch batch = coding.beginUndo(id, reviewer());
        audit.record("coding.undo", "coding-batch/" + id, batch.description());
        if (batch.changed() > MOST_AT_ONCE) {
            Job job = jobs.submit(Job.Kind.UNDO_CODING, Map.of(CodingWork.BATCH, id.toString()), user.displayName());
            return new Outcome(batch, Optional.of(job.id()));
        }
        return new Outcome(coding.undo(id, user.displayName(), done -> {}), Optional.empty());
    }

    /** The batch that {@link #undoLatest} would take back. */
    public Optional<CodingBatch> undoable() {
        return coding.latest(user.userId());
    }

    /** The latest batches of all reviewers. */
    public List<CodingBatch> batches(int most) {
        return coding.batches(most);
    }

    /** How much of a result is decided, set by set. */
    public List<SetProgress> progress(DocumentSearch.Question question) {
        return sets.all().stream()
                .filter(set -> !set.tags().isEmpty())
                .map(set -> new SetProgress(set.set(), decided(question, set)))
                .toList();
    }

    private long decided(DocumentSearch.Question question, TagSets.TagSetWithTags set) {
        List<FacetFilter> filters = new ArrayList<>(question.filters());
        Set<String> names = set.tags().stream().map(Tag::name).collect(Collectors.toSet());
        filters.add(new FacetFilter(Dimension.coding(set.set().key()), names, Set.of()));
        return search.search(
                        user.tenantId(),
                        new DocumentSearch.Question(
                                question.query(), filters, SortOrder.RELEVANCE, 0, Optional.empty(), false))
                .total();
    }

    /** The documents of the groups that documents belong to, themselves included. */
    List<UUID> group(CodingBatch.Scope codingScope, Collection<UUID> documents) {
        return switch (codingScope) {
            case DOCUMENTS -> List.copyOf(new HashSet<>(documents));
            case FAMILY -> store.families(documents);
            case THREAD -> alike(documents, "thread", SearchHit::thread);
            case NEAR_DUPLICATES -> alike(documents, "near", SearchHit::nearDuplicates);
            case RESULT -> throw new IllegalArgumentException("a result is coded by its query");
        };
    }

    private List<UUID> alike(
            Collection<UUID> documents, String field, java.util.function.Function<SearchHit, String> groupOf) {
        Set<UUID> all = new HashSet<>(documents);
        for (UUID document : documents) {
            List<SearchHit> hits =
                    search.search(user.tenantId(), one("id:" + document)).hits();
            hits.stream()
                    .map(groupOf)
                    .filter(group -> !group.isEmpty())
                    .forEach(group -> all.addAll(search.everyId(user.tenantId(), one(field + ":\"" + group + "\""))));
        }
        return List.copyOf(all);
    }

    private static DocumentSearch.Question one(String query) {
        return new DocumentSearch.Question(query, List.of(), SortOrder.RELEVANCE, 1, Optional.empty(), false);
    }

    Coding.Reviewer reviewer() {
        return new Coding.Reviewer(user.userId(), user.displayName());
    }

    private static String joined(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(","));
    }
}
