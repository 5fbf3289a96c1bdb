package io.docket.web.taxonomy;

import io.docket.web.pipeline.IndexDebts;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Who labelled which document, and with what. The index learns each change by itself. */
@ApplicationScoped
public class LabelledExamples {
    private final EntityManager entityManager;
    private final Classifiers classifiers;
    private final IndexDebts debts;

    LabelledExamples(EntityManager entityManager, Classifiers classifiers, IndexDebts debts) {
        this.entityManager = entityManager;
        this.classifiers = classifiers;
        this.debts = debts;
    }

    /**
     * Labels a document by hand; an earlier label of the same classifier is replaced, and a label that is new to the
     * classifier is created.
     *
     * @throws ProblemException not found or {@code label-unusable}
     */
    @Transactional
    public void labelByHand(UUID classifier, UUID document, String label, String user) {
        requireDocument(document);
        put(classifier, Map.of(document, classifiers.label(classifier, label).id()), LabelledExample.Source.HAND, user);
    }

    /**
     * Takes a document's label away; without one nothing changes.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public void unlabel(UUID classifier, UUID document) {
        requireDocument(document);
        int removed = entityManager
                .createNativeQuery(
                        "delete from labelled_example where classifier_id = :classifier and document_id = :document")
                .setParameter("classifier", classifiers.require(classifier).id())
                .setParameter("document", document)
                .executeUpdate();
        if (removed > 0) {
            debts.labelsChanged(List.of(document));
        }
    }

    /** The confirmed labels of documents by classifier key; documents without any are absent. */
    @Transactional
    public Map<UUID, Map<String, String>> of(Collection<UUID> documents) {
        Map<UUID, Map<String, String>> labels = new TreeMap<>();
        if (documents.isEmpty()) {
            return labels;
        }
        entityManager
                .createQuery("""
                        select e.documentId as document, c.key as classifier, l.name as label
                        from LabelledExample e join Label l on l.id = e.labelId join Classifier c on c.id = e.classifierId
                        where e.documentId in :documents and e.confirmed""", Tuple.class)
                .setParameter("documents", documents)
                .getResultStream()
                .forEach(row -> labels.computeIfAbsent(row.get("document", UUID.class), id -> new TreeMap<>())
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

    private void requireDocument(UUID document) {
        boolean present = !entityManager
                .createNativeQuery("select 1 from document where id = :id")
                .setParameter("id", document)
                .getResultList()
                .isEmpty();
        if (!present) {
            throw ProblemException.notFound("There is no document " + document + " that you may see: check the id");
        }
    }
}
