package io.docket.web.access;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Who is named for each collection of the present tenant. */
@ApplicationScoped
public class CollectionReaders {
    /** Roles that can be named; administrators see everything anyway. */
    static final List<String> NAMEABLE = List.of(Roles.REVIEWER, Roles.AGENT, Roles.READER);

    private static final int LONGEST_NAME = 255;
    private static final int MOST_PEOPLE = 500;

    private final EntityManager entityManager;
    private final Collections collections;
    private final CurrentUser user;
    private final AuditLog audit;

    CollectionReaders(EntityManager entityManager, Collections collections, CurrentUser user, AuditLog audit) {
        this.entityManager = entityManager;
        this.collections = collections;
        this.user = user;
        this.audit = audit;
    }

    /**
     * Those who may read a collection.
     *
     * @param roles everybody who has one of these
     * @param people these, by user name in lower case
     */
    public record Readers(Set<String> roles, Set<String> people) {
        /** Nobody is named: open to the whole tenant. */
        public static final Readers EVERYBODY = new Readers(Set.of(), Set.of());

        public Readers {
            roles = new TreeSet<>(roles);
            people = new TreeSet<>(people);
        }

        /** Whether the whole tenant may read it. */
        public boolean isEverybody() {
            return roles.isEmpty() && people.isEmpty();
        }
    }

    /** The readers of every collection that is not open to everybody. */
    @Transactional
    public Map<UUID, Readers> all() {
        Map<UUID, Readers> readers = new HashMap<>();
        List<?> rows = entityManager
                .createNativeQuery(
                        "select collection_id as id, kind as kind, grantee as grantee from collection_access",
                        Tuple.class)
                .getResultList();
        for (Object each : rows) {
            Tuple row = (Tuple) each;
            Readers found = readers.computeIfAbsent(row.get("id", UUID.class), id -> new Readers(Set.of(), Set.of()));
            String grantee = row.get("grantee", String.class);
            (row.get("kind", String.class).equals("ROLE") ? found.roles() : found.people()).add(grantee);
        }
        return readers;
    }

    /**
     * The readers of one collection.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public Readers of(UUID collection) {
        return all().getOrDefault(collections.require(collection).id(), Readers.EVERYBODY);
    }

    /**
     * Says who may read a collection; nobody at all opens it to the whole tenant.
     *
     * @throws ProblemException not found, or when a role or name cannot be used
     */
    @Transactional
    public Readers put(UUID collection, Collection<String> roles, Collection<String> people) {
        collections.require(collection);
        for (String role : roles) {
            if (!NAMEABLE.contains(role)) {
                throw ProblemException.badRequest(
                        "\"" + role + "\" is no role that can be named: use " + String.join(", ", NAMEABLE));
            }
        }
        List<String> names = new ArrayList<>();
        for (String person : people) {
            String name = person.strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || name.length() > LONGEST_NAME) {
                throw ProblemException.badRequest("A user name has 1 to " + LONGEST_NAME + " characters");
            }
            names.add(name);
        }
        if (names.size() > MOST_PEOPLE) {
            throw ProblemException.badRequest("At most " + MOST_PEOPLE + " people can be named: use a role");
        }
        Readers readers = new Readers(Set.copyOf(roles), Set.copyOf(names));
        entityManager
                .createNativeQuery("delete from collection_access where collection_id = :id")
                .setParameter("id", collection)
                .executeUpdate();
        readers.roles().forEach(role -> insert(collection, "ROLE", role));
        readers.people().forEach(person -> insert(collection, "PERSON", person));
        audit.record(
                "collection.access",
                "collection/" + collection,
                readers.isEverybody() ? "everybody" : "roles " + readers.roles() + ", people " + readers.people());
        return readers;
    }

    private void insert(UUID collection, String kind, String grantee) {
        entityManager
                .createNativeQuery("""
                        insert into collection_access (collection_id, tenant_id, kind, grantee, granted_at, granted_by)
                        values (:collection, docket_tenant(), :kind, :grantee, now(), :user)""")
                .setParameter("collection", collection)
                .setParameter("kind", kind)
                .setParameter("grantee", grantee)
                .setParameter("user", user.displayName())
                .executeUpdate();
    }
}
