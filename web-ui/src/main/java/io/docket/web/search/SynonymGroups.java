package io.docket.web.search;

import io.docket.index.SearchNode;
import io.docket.index.Synonyms;
import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The words that the present tenant uses for the same thing; in force from the next search on. */
@ApplicationScoped
public class SynonymGroups {
    private static final int MOST_WORDS = 32;
    private static final int LONGEST = 2_000;
    private static final int MOST_GROUPS = 2_000;
    private static final String SEPARATOR = ", ";

    private final EntityManager entityManager;
    private final SearchNode node;
    private final CurrentUser user;
    private final AuditLog audit;
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();

    SynonymGroups(EntityManager entityManager, SearchNode node, CurrentUser user, AuditLog audit) {
        this.entityManager = entityManager;
        this.node = node;
        this.user = user;
        this.audit = audit;
    }

    /** Words or phrases of one meaning. */
    public record Group(UUID id, List<String> words) {
        public Group {
            words = List.copyOf(words);
        }
    }

    /** All groups, the latest first. */
    @Transactional
    public List<Group> all() {
        List<?> rows = entityManager
                .createNativeQuery(
                        "select id as id, words as words from synonym_group order by created_at desc, id", Tuple.class)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Group(
                        row.get("id", UUID.class),
                        List.of(row.get("words", String.class).split(SEPARATOR))))
                .toList();
    }

    /**
     * Adds a group.
     *
     * @param text words or phrases separated by commas
     * @throws ProblemException when there are fewer than two or too many
     */
    @Transactional
    public Group add(String text) {
        List<String> words = Arrays.stream(text.split("[,;\\r\\n]+"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.size() < 2 || words.size() > MOST_WORDS || text.length() > LONGEST) {
            throw ProblemException.badRequest("A group has 2 to " + MOST_WORDS
                    + " words or phrases, separated by commas; this one has " + words.size());
        }
        if (all().size() >= MOST_GROUPS) {
            throw ProblemException.conflict(
                    "There are " + MOST_GROUPS + " groups, which is the most: remove one first");
        }
        Group group = new Group(UUID.randomUUID(), words);
        entityManager
                .createNativeQuery("""
                        insert into synonym_group (id, tenant_id, words, created_at, created_by)
                        values (:id, docket_tenant(), :words, now(), :user)""")
                .setParameter("id", group.id())
                .setParameter("words", String.join(SEPARATOR, words))
                .setParameter("user", user.displayName())
                .executeUpdate();
        audit.record("synonyms.add", "synonyms/" + group.id(), String.join(SEPARATOR, words));
        load(user.tenantId());
        return group;
    }

    /**
     * Removes a group.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public void remove(UUID id) {
        int removed = entityManager
                .createNativeQuery("delete from synonym_group where id = :id")
                .setParameter("id", id)
                .executeUpdate();
        if (removed == 0) {
            throw ProblemException.notFound("There is no group of synonyms " + id + " that you may see: check the id");
        }
        audit.record("synonyms.remove", "synonyms/" + id, "");
        load(user.tenantId());
    }

    /** Makes sure that the index knows the tenant's synonyms. Cheap after the first time. */
    public void ready(String tenant) {
        if (!loaded.contains(tenant)) {
            QuarkusTransaction.joiningExisting().run(() -> load(tenant));
        }
    }

    private void load(String tenant) {
        node.synonyms(tenant, Synonyms.of(all().stream().map(Group::words).toList()));
        loaded.add(tenant);
    }
}
