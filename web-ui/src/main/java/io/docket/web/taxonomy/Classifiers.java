package io.docket.web.taxonomy;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The classifiers of the present tenant and their labels. */
@ApplicationScoped
public class Classifiers {
    private static final int LONGEST_KEY = 60;
    private static final int LONGEST_LABEL = 200;

    private final EntityManager entityManager;
    private final AuditLog audit;

    Classifiers(EntityManager entityManager, AuditLog audit) {
        this.entityManager = entityManager;
        this.audit = audit;
    }

    /**
     * Creates a classifier for every collection; {@link ClassifierScopes} restricts it.
     *
     * @throws ProblemException classifier exists
     */
    @Transactional
    public Classifier create(String name, String user) {
        String trimmed = name.strip();
        if (named(trimmed).isPresent()) {
            throw new ProblemException(
                    409,
                    "Classifier exists",
                    "There is a classifier named \"" + trimmed
                            + "\" already; add labels to it or choose another name.");
        }
        Classifier classifier = new Classifier(UUID.randomUUID(), freeKey(trimmed), trimmed, Instant.now(), user);
        entityManager.persist(classifier);
        audit.record("classifier.create", "classifier/" + classifier.id(), trimmed);
        return classifier;
    }

    /** All classifiers, the oldest first. */
    @Transactional
    public List<Classifier> all() {
        return entityManager
                .createQuery("select c from Classifier c order by c.createdAt, c.id", Classifier.class)
                .getResultList();
    }

    /** The classifier with this name. */
    @Transactional
    public Optional<Classifier> named(String name) {
        return entityManager
                .createQuery("select c from Classifier c where c.name = :name", Classifier.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /**
     * The classifier with this id.
     *
     * @throws ProblemException not found, also for classifiers of other tenants
     */
    @Transactional
    public Classifier require(UUID id) {
        return entityManager
                .createQuery("select c from Classifier c where c.id = :id", Classifier.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("There is no classifier " + id + " that you may see: check the id"));
    }

    /**
     * The label of a classifier with this name, created when it is new.
     *
     * @throws ProblemException label unusable for a name that is empty, too long or has control characters
     */
    @Transactional
    public Label label(UUID classifier, String name) {
        String trimmed = usableLabel(name);
        return entityManager
                .createQuery("select l from Label l where l.classifierId = :classifier and l.name = :name", Label.class)
                .setParameter("classifier", classifier)
                .setParameter("name", trimmed)
                .getResultStream()
                .findFirst()
                .orElseGet(() -> {
                    Label label =
                            new Label(UUID.randomUUID(), require(classifier).id(), trimmed, Instant.now());
                    entityManager.persist(label);
                    return label;
                });
    }

    /**
     * Adds a label because a person wants it, and records that; one that exists is left alone.
     *
     * @throws ProblemException not found or label unusable
     */
    @Transactional
    public void addLabel(UUID classifier, String name) {
        Label label = label(classifier, name);
        audit.record(
                "label.create", "classifier/" + classifier, require(classifier).name() + ": " + label.name());
    }

    /** The labels of a classifier by name, with how many confirmed examples each has in the collections that it labels. */
    @Transactional
    public List<LabelCount> labels(UUID classifier) {
        List<?> rows = entityManager
                .createNativeQuery("""
                        select l.id as id, l.name as name, (
                            select count(*) from labelled_example e join document d on d.id = e.document_id
                                join classifier_scope s on s.collection_id = d.collection_id
                                    and s.classifier_id = e.classifier_id
                            where e.label_id = l.id and e.confirmed) as examples
                        from label l where l.classifier_id = :classifier order by lower(l.name), l.name""", Tuple.class)
                .setParameter("classifier", classifier)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new LabelCount(
                        row.get("id", UUID.class), row.get("name", String.class), row.get("examples", Long.class)))
                .toList();
    }

    /** Checks a label's name and takes surrounding blanks away. */
    static String usableLabel(String name) {
        String trimmed = name == null
                ? ""
                : Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        if (trimmed.isEmpty()
                || trimmed.length() > LONGEST_LABEL
                || trimmed.codePoints().anyMatch(Character::isISOControl)) {
            throw new ProblemException(
                    400,
                    "Label unusable",
                    "A label has 1 to " + LONGEST_LABEL + " characters and no line breaks; this one has "
                            + trimmed.length() + ".");
        }
        return trimmed;
    }

    private String freeKey(String name) {
        String base = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String start = base.isEmpty() ? "classifier" : base.substring(0, Math.min(base.length(), LONGEST_KEY - 4));
        List<String> taken = entityManager
                // labels and tags of reviewers must not mix in the index
                .createQuery("select c.key from Classifier c union select s.key from TagSet s", String.class)
                .getResultList();
        String key = start;
        for (int number = 2; taken.contains(key); number++) {
            key = start + "-" + number;
        }
        return key;
    }

    /**
     * A label and how many confirmed examples it has.
     *
     * @param examples confirmed examples
     */
    public record LabelCount(UUID id, String name, long examples) {}
}
