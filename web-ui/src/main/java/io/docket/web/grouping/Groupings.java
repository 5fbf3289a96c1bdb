package io.docket.web.grouping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.index.ClusterRequest;
import io.docket.index.Clustering;
import io.docket.index.SearchNode;
import io.docket.index.SearchRequest;
import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.search.CollectionAccess;
import io.docket.web.search.DocumentSearch;
import io.docket.web.search.QuestionReader;
import io.docket.web.tenant.CurrentUser;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes and keeps groupings of results. */
@ApplicationScoped
public class Groupings {
    /** Fewer documents are read faster than grouped. */
    static final int FEWEST = 20;

    /** Most documents that become examples of a label at once. */
    static final int MOST_EXAMPLES = 500;

    /** The same result is grouped the same way each time. */
    private static final long SEED = 20_260_101;

    private static final int LONGEST_QUERY = 2000;

    private final EntityManager entityManager;
    private final SearchNode node;
    private final CollectionAccess access;
    private final CurrentUser user;
    private final AuditLog audit;
    private final ObjectMapper json;

    Groupings(
            EntityManager entityManager,
            SearchNode node,
            CollectionAccess access,
            CurrentUser user,
            AuditLog audit,
            ObjectMapper json) {
        this.entityManager = entityManager;
        this.node = node;
        this.access = access;
        this.user = user;
        this.audit = audit;
        this.json = json;
    }

    /** How many documents a result has. */
    long count(String query, List<String> filters) {
        try {
            return node.tenant(user.tenantId()).count(documents(query, filters));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Groups a result; takes seconds for large ones, of which a fixed sample is grouped.
     *
     * @param groups how many; 0 to choose by the number of documents
     * @throws ProblemException when the query cannot be read, or finds too little
     */
    Grouping create(String query, List<String> filters, int groups) {
        if (query.length() > LONGEST_QUERY) {
            throw ProblemException.badRequest("A query has at most " + LONGEST_QUERY + " characters");
        }
        if (groups < 0 || groups == 1 || groups > ClusterRequest.MOST_CLUSTERS) {
            throw ProblemException.badRequest("A result is put into 2 to " + ClusterRequest.MOST_CLUSTERS
                    + " groups, or 0 to choose by its size, not " + groups);
        }
        Clustering clustering;
        try {
            clustering =
                    node.tenant(user.tenantId()).clusters(new ClusterRequest(documents(query, filters), groups, SEED));
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (clustering.points().size() < FEWEST) {
            throw ProblemException.conflict("Only " + clustering.points().size() + " documents with text match; from "
                    + FEWEST + " on it is worth grouping them");
        }
        Grouping made = new Grouping(
                query,
                write(filters),
                clustering.total(),
                write(GroupedResult.of(clustering)),
                Instant.now(),
                user.userId());
        QuarkusTransaction.requiringNew().run(() -> {
            entityManager.persist(made);
            audit.record("grouping.create", "grouping/" + made.id(), clustering.total() + " documents");
        });
        return made;
    }

    /** The groupings of the present person, the latest first. */
    @Transactional
    List<Grouping> own(int most) {
        return entityManager
                .createQuery(
                        "select g from Grouping g where g.createdBy = :user order by g.createdAt desc", Grouping.class)
                .setParameter("user", user.userId())
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * An own grouping.
     *
     * @throws ProblemException not found
     */
    @Transactional
    Grouping require(UUID id) {
        return entityManager
                .createQuery("select g from Grouping g where g.id = :id and g.createdBy = :user", Grouping.class)
                .setParameter("id", id)
                .setParameter("user", user.userId())
                .getResultStream()
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("There is no grouping " + id + " that you may see: make it again"));
    }

    /** The groups of a grouping. */
    GroupedResult result(Grouping grouping) {
        try {
            return json.readValue(grouping.result(), GroupedResult.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Grouping " + grouping.id() + " is damaged in the database.", e);
        }
    }

    /**
     * The documents nearest to the middle of a group that are still there and may be seen.
     *
     * @param group place of the group, from 0
     * @throws ProblemException not found
     */
    @Transactional
    List<GroupDocument> documents(Grouping grouping, int group, int most) {
        List<UUID> nearest =
                group(grouping, group).documents().stream().limit(most).toList();
        return GroupDocument.load(entityManager, access.ofCurrentUser(), nearest);
    }

    private GroupedResult.Group group(Grouping grouping, int group) {
        List<GroupedResult.Group> groups = result(grouping).groups();
        if (group < 0 || group >= groups.size()) {
            throw ProblemException.notFound("Grouping " + grouping.id() + " has no group " + (group + 1));
        }
        return groups.get(group);
    }

    private SearchRequest documents(String query, List<String> filters) {
        DocumentSearch.Question question = QuestionReader.read(query, filters, "", 0, null, false);
        return SearchRequest.builder(access.ofCurrentUser(), question.query())
                .filters(question.filters())
                .build();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A grouping could not be written as JSON.", impossible);
        }
    }

    private UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("The index of tenant " + user.tenantId() + " could not be searched.", cause);
    }
}
