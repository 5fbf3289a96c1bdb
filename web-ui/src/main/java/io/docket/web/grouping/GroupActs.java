package io.docket.web.grouping;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.review.CodingBatch;
import io.docket.web.review.Reviews;
import io.docket.web.taxonomy.LabelledExamples;
import io.docket.web.tenant.CurrentUser;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes a group into a label or a batch of coding, and takes that back. */
@ApplicationScoped
public class GroupActs {
    private static final int SHOWN = 10;

    private final EntityManager entityManager;
    private final Groupings groupings;
    private final LabelledExamples examples;
    private final Reviews reviews;
    private final CurrentUser user;
    private final AuditLog audit;

    GroupActs(
            EntityManager entityManager,
            Groupings groupings,
            LabelledExamples examples,
            Reviews reviews,
            CurrentUser user,
            AuditLog audit) {
        this.entityManager = entityManager;
        this.groupings = groupings;
        this.examples = examples;
        this.reviews = reviews;
        this.user = user;
        this.audit = audit;
    }

    /**
     * What was made of a group.
     *
     * @param what a label with its classifier's name, or tags with their sets' names
     * @param classifier of the label; empty for coding
     */
    public record Act(
            UUID id, int group, String what, Optional<UUID> classifier, int documents, Instant at, boolean undone) {
        /** Whether it is coding. */
        public boolean isCoding() {
            return classifier.isEmpty();
        }
    }

    /**
     * Gives a label to the documents nearest to the middle of a group, as far as the classifier labels them.
     *
     * @param most how many of them, 1 to {@value Groupings#MOST_EXAMPLES}
     * @throws ProblemException not found, label unusable, or when the classifier labels none of them
     */
    @Transactional
    Act label(UUID grouping, int group, UUID classifier, String label, int most) {
        if (most < 1 || most > Groupings.MOST_EXAMPLES) {
            throw ProblemException.badRequest(
                    "1 to " + Groupings.MOST_EXAMPLES + " documents can be labelled at once, not " + most);
        }
        List<UUID> documents = documents(grouping, group, most);
        LabelledExamples.GivenTogether given = examples.labelTogether(classifier, documents, label, user.displayName());
        UUID act = UUID.randomUUID();
        entityManager
                .createNativeQuery("""
                        insert into grouping_act
                            (id, tenant_id, grouping_id, group_place, classifier_id, label_id, documents, created_at)
                        values (:id, docket_tenant(), :grouping, :place, :classifier, :label, :documents, now())""")
                .setParameter("id", act)
                .setParameter("grouping", grouping)
                .setParameter("place", group)
                .setParameter("classifier", classifier)
                .setParameter("label", given.label())
                .setParameter("documents", given.documents().size())
                .executeUpdate();
        given.documents().forEach(document -> remember(act, document));
        given.before().forEach((document, before) -> entityManager
                .createNativeQuery(
                        "update grouping_labelled set before = :before where act_id = :act and document_id = :document")
                .setParameter("act", act)
                .setParameter("document", document)
                .setParameter("before", before)
                .executeUpdate());
        audit.record(
                "grouping.label",
                "grouping/" + grouping,
                given.documents().size() + " documents of group " + (group + 1) + " labelled in classifier/"
                        + classifier);
        return require(grouping, act);
    }

    private void remember(UUID act, UUID document) {
        entityManager
                .createNativeQuery("insert into grouping_labelled (act_id, document_id, tenant_id)"
                        + " values (:act, :document, docket_tenant())")
                .setParameter("act", act)
                .setParameter("document", document)
                .executeUpdate();
    }

    /**
     * Gives tags to all documents of a group, or takes them away.
     *
     * @throws ProblemException not found, or when a tag is unknown
     */
    @Transactional
    Act code(UUID grouping, int group, Collection<UUID> add, Collection<UUID> remove) {
        List<UUID> documents = documents(grouping, group, Integer.MAX_VALUE);
        CodingBatch batch = reviews.code(CodingBatch.Scope.DOCUMENTS, documents, add, remove)
                .batch();
        UUID act = UUID.randomUUID();
        entityManager
                .createNativeQuery("""
                        insert into grouping_act
                            (id, tenant_id, grouping_id, group_place, batch_id, documents, created_at)
                        values (:id, docket_tenant(), :grouping, :place, :batch, :documents, now())""")
                .setParameter("id", act)
                .setParameter("grouping", grouping)
                .setParameter("place", group)
                .setParameter("batch", batch.id())
                .setParameter("documents", documents.size())
                .executeUpdate();
        audit.record(
                "grouping.code",
                "grouping/" + grouping,
                documents.size() + " documents of group " + (group + 1) + " coded as coding-batch/" + batch.id());
        return require(grouping, act);
    }

    /** The documents of a group that are still there and may be seen, nearest to its middle first. */
    private List<UUID> documents(UUID grouping, int group, int most) {
        List<UUID> documents = groupings.documents(groupings.require(grouping), group, most).stream()
                .map(GroupDocument::id)
                .toList();
        if (documents.isEmpty()) {
            throw ProblemException.notFound(
                    "No document of group " + (group + 1) + " is left that you may see: group the result again");
        }
        return documents;
    }

    /**
     * Takes back what was made of a group; documents that somebody labelled or coded otherwise since stay as they are.
     *
     * @throws ProblemException not found; conflict when it was taken back before
     */
    Act undo(UUID grouping, UUID act) {
        Tuple row = QuarkusTransaction.requiringNew().call(() -> row(grouping, act));
        if (act(row).undone()) {
            throw ProblemException.conflict("This was taken back already");
        }
        UUID batch = row.get("batch", UUID.class);
        if (batch != null) {
            // in transactions of its own, a portion of documents each
            reviews.undo(batch);
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            if (batch == null) {
                examples.takeBack(
                        row.get("classifier", UUID.class),
                        given(act, row.get("label", UUID.class)),
                        user.displayName());
            }
            entityManager
                    .createNativeQuery("update grouping_act set undone_at = now() where id = :id")
                    .setParameter("id", act)
                    .executeUpdate();
            audit.record("grouping.undo", "grouping/" + grouping, "act " + act);
            return require(grouping, act);
        });
    }

    private LabelledExamples.GivenTogether given(UUID act, UUID label) {
        List<?> rows = entityManager
                .createNativeQuery(
                        "select document_id as document, before as earlier from grouping_labelled where act_id = :act",
                        Tuple.class)
                .setParameter("act", act)
                .getResultList();
        List<UUID> documents = new ArrayList<>();
        Map<UUID, UUID> before = new HashMap<>();
        rows.stream().map(Tuple.class::cast).forEach(each -> {
            UUID document = each.get("document", UUID.class);
            documents.add(document);
            Optional.ofNullable(each.get("earlier", UUID.class)).ifPresent(earlier -> before.put(document, earlier));
        });
        return new LabelledExamples.GivenTogether(label, documents, before);
    }

    /** What was made of a group lately, the latest first. */
    @Transactional
    List<Act> of(UUID grouping, int group) {
        List<?> rows = query(" and a.group_place = :place order by a.created_at desc, a.id", grouping)
                .setParameter("place", group)
                .setMaxResults(SHOWN)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).map(GroupActs::act).toList();
    }

    private Act require(UUID grouping, UUID act) {
        return act(row(grouping, act));
    }

    private Tuple row(UUID grouping, UUID act) {
        groupings.require(grouping);
        List<?> rows =
                query(" and a.id = :id", grouping).setParameter("id", act).getResultList();
        if (rows.isEmpty()) {
            throw ProblemException.notFound("Nothing " + act + " was made of this grouping: check the id");
        }
        return (Tuple) rows.getFirst();
    }

    private Query query(String condition, UUID grouping) {
        entityManager.flush();
        return entityManager.createNativeQuery("""
                        select a.id as id, a.group_place as place, a.classifier_id as classifier, a.label_id as label,
                            a.batch_id as batch, a.documents as documents, a.created_at as made, a.undone_at as undone,
                            coalesce(c.name || ': ' || l.name, b.description) as what, b.state = 'UNDONE' as elsewhere
                        from grouping_act a left join classifier c on c.id = a.classifier_id
                            left join label l on l.id = a.label_id left join coding_batch b on b.id = a.batch_id
                        where a.grouping_id = :grouping""" + condition, Tuple.class).setParameter("grouping", grouping);
    }

    private static Act act(Tuple row) {
        return new Act(
                row.get("id", UUID.class),
                row.get("place", Integer.class),
                row.get("what", String.class),
                Optional.ofNullable(row.get("classifier", UUID.class)),
                row.get("documents", Integer.class),
                row.get("made", Instant.class),
                row.get("undone", Instant.class) != null || Boolean.TRUE.equals(row.get("elsewhere", Boolean.class)));
    }
}
