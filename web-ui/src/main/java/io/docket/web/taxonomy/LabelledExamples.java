package io.docket.web.taxonomy;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.IndexDebts;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who labelled which document, and with what. The index learns each change by itself. */
@ApplicationScoped
public class LabelledExamples {
    private final EntityManager entityManager;
    private final Classifiers classifiers;
    private final ClassifierScopes scopes;
    private final IndexDebts debts;
    private final AuditLog audit;

    LabelledExamples(
            EntityManager entityManager,
            Classifiers classifiers,
            ClassifierScopes scopes,
            IndexDebts debts,
            AuditLog audit) {
        this.entityManager = entityManager;
        this.classifiers = classifiers;
        this.scopes = scopes;
        this.debts = debts;
        this.audit = audit;
    }

    /**
     * Labels a document by hand; an earlier label of the same classifier is replaced, and a label that is new to the
     * classifier is created.
     *
     * @throws ProblemException not found, {@code label-unusable}, or collection out of scope when the classifier does not
     *     label the document's collection
     */
    @Transactional
    public void labelByHand(UUID classifier, UUID document, String label, String user) {
        scopes.require(classifier, collectionOf(document));
        put(classifier, Map.of(document, classifiers.label(classifier, label).id()), LabelledExample.Source.HAND, user);
        audit.record(
                "label.give",
                "document/" + document,
                classifiers.require(classifier).name() + ": " + Classifiers.usableLabel(label));
    }

    /**
     * A label that documents were given together.
     *
     * @param before the label that each of them had; those without one are absent
     */
    public record GivenTogether(UUID label, Collection<UUID> documents, Map<UUID, UUID> before) {
        public GivenTogether {
            documents = List.copyOf(documents);
            before = Map.copyOf(before);
        }
    }

    /**
     * Labels several documents by hand; those that the classifier does not label, and those that are gone, are passed over.
     *
     * @throws ProblemException not found, {@code label-unusable}, or when the classifier labels none of them
     */
    @Transactional
    public GivenTogether labelTogether(UUID classifier, Collection<UUID> documents, String label, String user) {
        Collection<UUID> inside = scopes.documentsInside(classifier, documents);
        if (inside.isEmpty()) {
            throw ProblemException.conflict(classifiers.require(classifier).name()
                    + " labels none of these documents' collections: add one under Collections on its page");
        }
        UUID given = classifiers.label(classifier, label).id();
        Map<UUID, UUID> before = labelsOf(classifier, inside);
        put(
                classifier,
                inside.stream().collect(Collectors.toMap(document -> document, document -> given)),
                LabelledExample.Source.HAND,
                user);
        audit.record(
                "label.give",
                "classifier/" + classifier,
                classifiers.require(classifier).name() + ": " + Classifiers.usableLabel(label) + " for " + inside.size()
                        + " documents");
        return new GivenTogether(given, inside, before);
    }

    /**
     * Takes back a label that was given together: each document gets what it had before, unless somebody has labelled it
     * otherwise since.
     *
     * @return how many documents were changed
     */
    @Transactional
    public int takeBack(UUID classifier, GivenTogether given, String user) {
        Map<UUID, UUID> now = labelsOf(classifier, given.documents());
        Map<UUID, UUID> back = new TreeMap<>();
        List<UUID> none = new ArrayList<>();
        for (UUID document : given.documents()) {
            if (given.label().equals(now.get(document))) {
                UUID before = given.before().get(document);
                if (before == null) {
                    none.add(document);
                } else {
                    back.put(document, before);
                }
            }
        }
        put(classifier, back, LabelledExample.Source.HAND, user);
        if (!none.isEmpty()) {
            entityManager
                    .createNativeQuery("delete from labelled_example where classifier_id = :classifier"
                            + " and document_id in :documents")
                    .setParameter("classifier", classifier)
                    .setParameter("documents", none)
                    .executeUpdate();
            debts.labelsChanged(none);
        }
        audit.record(
                "label.take-back",
                "classifier/" + classifier,
                classifiers.require(classifier).name() + ": " + (back.size() + none.size()) + " documents");
        return back.size() + none.size();
    }

    private Map<UUID, UUID> labelsOf(UUID classifier, Collection<UUID> documents) {
        Map<UUID, UUID> labels = new TreeMap<>();
        if (documents.isEmpty()) {
            return labels;
        }
        List<?> rows = entityManager
                .createNativeQuery(
                        "select document_id as document, label_id as label from labelled_example"
                                + " where classifier_id = :classifier and document_id in :documents and confirmed",
                        Tuple.class)
                .setParameter("classifier", classifier)
                .setParameter("documents", documents)
                .getResultList();
        rows.stream()
                .map(Tuple.class::cast)
                .forEach(row -> labels.put(row.get("document", UUID.class), row.get("label", UUID.class)));
        return labels;
    }

    /**
     * Takes a document's label away; without one nothing changes.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public void unlabel(UUID classifier, UUID document) {
        collectionOf(document);
        int removed = entityManager
                .createNativeQuery(
                        "delete from labelled_example where classifier_id = :classifier and document_id = :document")
                .setParameter("classifier", classifiers.require(classifier).id())
                .setParameter("document", document)
                .executeUpdate();
        if (removed > 0) {
            debts.labelsChanged(List.of(document));
            audit.record(
                    "label.take-back",
                    "document/" + document,
                    classifiers.require(classifier).name());
        }
    }

    /** The confirmed labels of documents by the keys of classifiers that label them; documents without any are absent. */
    @Transactional
    public Map<UUID, Map<String, String>> of(Collection<UUID> documents) {
        Map<UUID, Map<String, String>> labels = new TreeMap<>();
        if (documents.isEmpty()) {
            return labels;
        }
        List<?> rows = entityManager
                .createNativeQuery("""
                        select e.document_id as document, c.key as classifier, l.name as label
                        from labelled_example e join label l on l.id = e.label_id join classifier c on c.id = e.classifier_id
                            join document d on d.id = e.document_id
                            join classifier_scope s on s.classifier_id = c.id and s.collection_id = d.collection_id
                        where e.document_id in :documents and e.confirmed""", Tuple.class)
                .setParameter("documents", documents)
                .getResultList();
        rows.stream().map(Tuple.class::cast).forEach(row -> labels.computeIfAbsent(
                        row.get("document", UUID.class), id -> new TreeMap<>())
                .put(row.get("classifier", String.class), row.get("label", String.class)));
        return labels;
    }

    /** Records labels by document; runs inside the caller's transaction. */
    @Transactional
    void put(UUID classifier, Map<UUID, UUID> labels, LabelledExample.Source source, String user) {
        labels.forEach((document, label) -> entityManager
                .createNativeQuery("""
                        insert into labelled_example
                            (id, tenant_id, classifier_id, document_id, label_id, source, confirmed, labelled_at, labelled_by)
                        values (gen_random_uuid(), docket_tenant(), :classifier, :document, :label, :source, true, now(), :user)
                        on conflict (classifier_id, document_id) do update
                        set label_id = excluded.label_id, source = excluded.source, confirmed = true,
                            labelled_at = excluded.labelled_at, labelled_by = excluded.labelled_by""")
                .setParameter("classifier", classifier)
                .setParameter("document", document)
                .setParameter("label", label)
                .setParameter("source", source.name())
                .setParameter("user", user)
                .executeUpdate());
        debts.labelsChanged(labels.keySet());
    }

    private UUID collectionOf(UUID document) {
        List<?> found = entityManager
                .createNativeQuery("select collection_id from document where id = :id", UUID.class)
                .setParameter("id", document)
                .getResultList();
        if (found.isEmpty()) {
            throw ProblemException.notFound("There is no document " + document + " that you may see: check the id");
        }
        return (UUID) found.getFirst();
    }
}
