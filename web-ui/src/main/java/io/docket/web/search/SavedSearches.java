package io.docket.web.search;

import io.docket.index.SortOrder;
import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The searches that the present user keeps or shares, and how many documents each has found since the user last looked. */
@ApplicationScoped
public class SavedSearches {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_SEARCH = 8_000;
    private static final int MOST = 200;

    private final EntityManager entityManager;
    private final DocumentSearch search;
    private final CurrentUser user;
    private final AuditLog audit;

    SavedSearches(EntityManager entityManager, DocumentSearch search, CurrentUser user, AuditLog audit) {
        this.entityManager = entityManager;
        this.search = search;
        this.user = user;
        this.audit = audit;
    }

    /**
     * A saved search as one person sees it.
     *
     * @param documents found now
     * @param fresh how many more that is than when the person last looked; 0 when never looked
     */
    public record Seen(SavedSearch saved, long documents, long fresh, boolean own) {}

    /**
     * Keeps a search.
     *
     * @param parameters of the search's address
     * @throws ProblemException when the name or the search cannot be used
     */
    @Transactional
    public SavedSearch save(String name, String parameters, boolean shared) {
        String trimmed = name.strip();
        if (trimmed.isEmpty() || trimmed.length() > LONGEST_NAME) {
            throw ProblemException.badRequest("A saved search has a name of 1 to " + LONGEST_NAME + " characters");
        }
        if (parameters.length() > LONGEST_SEARCH) {
            throw ProblemException.badRequest("This search is too long to be saved: use fewer restrictions");
        }
        if (visible().size() >= MOST) {
            throw ProblemException.conflict("You see " + MOST + " saved searches already: remove one first");
        }
        SavedSearch saved = new SavedSearch(
                UUID.randomUUID(), trimmed, parameters, shared, user.userId(), user.displayName(), Instant.now());
        // refused now rather than when it is opened
        question(saved);
        entityManager.persist(saved);
        look(saved);
        audit.record("saved-search.create", "saved-search/" + saved.id(), shared ? "shared" : "personal");
        return saved;
    }

    /** The searches that the user sees, by name. */
    @Transactional
    List<SavedSearch> visible() {
        return entityManager
                .createQuery(
                        "select s from SavedSearch s where s.shared or s.ownerId = :me order by lower(s.name), s.id",
                        SavedSearch.class)
                .setParameter("me", user.userId())
                .getResultList();
    }

    /** The searches that the user sees, with what each finds now. */
    @Transactional
    public List<Seen> seen() {
        Map<UUID, Long> looks = looks();
        return visible().stream()
                .map(saved -> {
                    long now = count(saved);
                    long then = looks.getOrDefault(saved.id(), now);
                    return new Seen(
                            saved, now, Math.max(0, now - then), saved.ownerId().equals(user.userId()));
                })
                .toList();
    }

    private Map<UUID, Long> looks() {
        Map<UUID, Long> looks = new HashMap<>();
        List<?> rows = entityManager
                .createNativeQuery(
                        "select saved_search_id as id, documents as documents from saved_search_look where person_id = :me",
                        Tuple.class)
                .setParameter("me", user.userId())
                .getResultList();
        for (Object each : rows) {
            Tuple row = (Tuple) each;
            looks.put(
                    row.get("id", UUID.class),
                    row.get("documents", Number.class).longValue());
        }
        return looks;
    }

    /**
     * Opens a search: what it finds now is seen.
     *
     * @throws ProblemException not found, also for other people's own searches
     */
    @Transactional
    public SavedSearch open(UUID id) {
        SavedSearch saved = require(id);
        look(saved);
        return saved;
    }

    private void look(SavedSearch saved) {
        entityManager.flush();
        entityManager
                .createNativeQuery("""
                        insert into saved_search_look (saved_search_id, person_id, tenant_id, looked_at, documents)
                        values (:id, :me, docket_tenant(), now(), :documents)
                        on conflict (saved_search_id, person_id) do update
                        set looked_at = excluded.looked_at, documents = excluded.documents""")
                .setParameter("id", saved.id())
                .setParameter("me", user.userId())
                .setParameter("documents", count(saved))
                .executeUpdate();
    }

    /**
     * Removes a search of one's own.
     *
     * @throws ProblemException not found; forbidden for a search that somebody else shares
     */
    @Transactional
    public void remove(UUID id) {
        SavedSearch saved = require(id);
        if (!saved.ownerId().equals(user.userId())) {
            throw new ProblemException(403, "Not allowed", "Only " + saved.ownerName() + " can remove this search");
        }
        entityManager.remove(saved);
        audit.record("saved-search.remove", "saved-search/" + id, "");
    }

    private SavedSearch require(UUID id) {
        return visible().stream()
                .filter(saved -> saved.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no saved search " + id + " that you may see: check the id"));
    }

    private long count(SavedSearch saved) {
        return search.search(user.tenantId(), question(saved)).total();
    }

    private static DocumentSearch.Question question(SavedSearch saved) {
        DocumentSearch.Question read = QuestionReader.read(saved.query(), saved.filters(), null, 0, null, false);
        return new DocumentSearch.Question(
                read.query(), read.filters(), SortOrder.RELEVANCE, 0, Optional.empty(), false);
    }
}
