package io.docket.web.taxonomy;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.IndexDebts;
import io.docket.web.problem.ProblemException;
import io.docket.web.upload.Collections;
import io.docket.web.upload.DocumentCollection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which classifier labels which collections. A change takes back what was said outside at once; new labels follow. */
@ApplicationScoped
public class ClassifierScopes {
    /** Documents that are noted for the index in one statement. */
    private static final int BATCH = 1_000;

    private final EntityManager entityManager;
    private final Classifiers classifiers;
    private final Collections collections;
    private final IndexDebts debts;
    private final Event<ScopeChanged> changes;
    private final AuditLog audit;

    ClassifierScopes(
            EntityManager entityManager,
            Classifiers classifiers,
            Collections collections,
            IndexDebts debts,
            Event<ScopeChanged> changes,
            AuditLog audit) {
        this.entityManager = entityManager;
        this.classifiers = classifiers;
        this.collections = collections;
        this.debts = debts;
        this.changes = changes;
        this.audit = audit;
    }

    /**
     * The scope of one classifier.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public ClassifierScope of(UUID classifier) {
        return all().getOrDefault(classifiers.require(classifier).id(), ClassifierScope.EVERY_COLLECTION);
    }

    /** The scopes of all classifiers of the present tenant. */
    @Transactional
    public Map<UUID, ClassifierScope> all() {
        Map<UUID, Set<UUID>> chosen = new HashMap<>();
        List<?> rows = entityManager
                .createNativeQuery(
                        "select classifier_id as classifier, collection_id as collection from classifier_collection",
                        Tuple.class)
                .getResultList();
        rows.stream().map(Tuple.class::cast).forEach(row -> chosen.computeIfAbsent(
                        row.get("classifier", UUID.class), id -> new HashSet<>())
                .add(row.get("collection", UUID.class)));
        return classifiers.all().stream()
                .collect(Collectors.toMap(
                        Classifier::id,
                        classifier -> classifier.everyCollection()
                                ? ClassifierScope.EVERY_COLLECTION
                                : ClassifierScope.of(chosen.getOrDefault(classifier.id(), Set.of()))));
    }

    /** The documents among these that a classifier labels. */
    @Transactional
    public Set<UUID> documentsInside(UUID classifier, Collection<UUID> documents) {
        if (documents.isEmpty()) {
            return Set.of();
        }
        List<?> ids = entityManager
                .createNativeQuery("""
                        select d.id from document d join classifier_scope s on s.collection_id = d.collection_id
                        where s.classifier_id = :classifier and d.id in :documents""", UUID.class)
                .setParameter("classifier", classifier)
                .setParameter("documents", documents)
                .getResultList();
        return ids.stream().map(UUID.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Lets a classifier label other collections. Predictions outside are removed in the same transaction; labels that people
     * gave outside are kept, and count again when their collection comes back.
     *
     * @param user name of the person who wants it
     * @return whether anything changed
     * @throws ProblemException not found for the classifier or a collection
     */
    @Transactional
    public boolean change(UUID classifier, ClassifierScope scope, String user) {
        ClassifierScope before = of(classifier);
        Set<UUID> known = collections.names().keySet();
        scope.collections().forEach(collection -> requireKnown(collection, known));
        if (before.equals(scope)) {
            return false;
        }
        // Whoever records predictions holds this row, so none of the old scope can arrive after the removal below.
        entityManager
                .createNativeQuery("update classifier set every_collection = :every where id = :classifier")
                .setParameter("every", scope.every())
                .setParameter("classifier", classifier)
                .executeUpdate();
        entityManager
                .createNativeQuery("delete from classifier_collection where classifier_id = :classifier")
                .setParameter("classifier", classifier)
                .executeUpdate();
        insert(classifier, scope);
        entityManager.refresh(classifiers.require(classifier));
        Set<UUID> affected = new LinkedHashSet<>(withdraw(classifier));
        affected.addAll(labelled(
                classifier,
                known.stream()
                        .filter(collection -> before.includes(collection) != scope.includes(collection))
                        .collect(Collectors.toSet())));
        List<UUID> documents = List.copyOf(affected);
        for (int from = 0; from < documents.size(); from += BATCH) {
            debts.labelsChanged(documents.subList(from, Math.min(documents.size(), from + BATCH)));
        }
        changes.fire(new ScopeChanged(classifier, user));
        audit.record(
                "classifier.collections",
                "classifier/" + classifier,
                classifiers.require(classifier).name() + ": "
                        + (scope.every() ? "every collection" : String.join(", ", namesInside(scope))));
        return true;
    }

    /**
     * Makes sure that a classifier labels a collection.
     *
     * @throws ProblemException collection out of scope, with what to do; not found
     */
    @Transactional
    public void require(UUID classifier, UUID collection) {
        Classifier found = classifiers.require(classifier);
        ClassifierScope scope = of(classifier);
        String name = collections.require(collection).name();
        if (!scope.includes(collection)) {
            String inside = "\"" + String.join("\", \"", namesInside(scope)) + "\"";
            throw new ProblemException(
                    409,
                    "Collection out of scope",
                    "The classifier \"" + found.name() + "\" does not label the collection \"" + name + "\", only "
                            + inside + ": add the collection to the classifier first, under \"Collections\"");
        }
    }

    private List<String> namesInside(ClassifierScope scope) {
        return collections.all().stream()
                .filter(each -> scope.includes(each.id()))
                .map(DocumentCollection::name)
                .toList();
    }

    private void insert(UUID classifier, ClassifierScope scope) {
        for (UUID collection : new TreeSet<>(scope.collections())) {
            entityManager
                    .createNativeQuery("""
                            insert into classifier_collection (classifier_id, collection_id, tenant_id)
                            values (:classifier, :collection, docket_tenant())""")
                    .setParameter("classifier", classifier)
                    .setParameter("collection", collection)
                    .executeUpdate();
        }
    }

    /** Removes predictions outside the scope and says whose they were. */
    private List<UUID> withdraw(UUID classifier) {
        List<?> ids = entityManager
                .createNativeQuery("""
                        delete from prediction p using document d
                        where p.classifier_id = :classifier and d.id = p.document_id and d.collection_id not in
                            (select collection_id from classifier_scope where classifier_id = :classifier)
                        returning p.document_id""", UUID.class)
                .setParameter("classifier", classifier)
                .getResultList();
        return ids.stream().map(UUID.class::cast).toList();
    }

    /** Documents of these collections that people labelled. */
    private List<UUID> labelled(UUID classifier, Set<UUID> inCollections) {
        if (inCollections.isEmpty()) {
            return List.of();
        }
        List<?> ids = entityManager
                .createNativeQuery("""
                        select e.document_id from labelled_example e join document d on d.id = e.document_id
                        where e.classifier_id = :classifier and d.collection_id in :collections""", UUID.class)
                .setParameter("classifier", classifier)
                .setParameter("collections", inCollections)
                .getResultList();
        return ids.stream().map(UUID.class::cast).toList();
    }

    private static void requireKnown(UUID collection, Set<UUID> known) {
        if (!known.contains(collection)) {
            throw ProblemException.notFound("There is no collection " + collection + " that you may see: check the id");
        }
    }
}
