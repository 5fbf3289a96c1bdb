package io.docket.web.training;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.IndexDebts;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.Classifiers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How sure a model must be before its label counts. Each version brings a threshold from its training, for the precision that
 * was aimed at, and one of its own for each label of which it saw enough; people may set another one for a classifier, and one for a label. Whoever wants few but certain labels sets it
 * high, whoever must miss nothing sets it low. A change takes effect without asking the model again.
 */
@ApplicationScoped
public class Thresholds {
    /**
     * The threshold that a prediction has to reach: what people have set for its label, else for its classifier, else what
     * training found for its label, else for the version. Names the tables {@code l} (label, outer joined), {@code c}
     * (classifier) and {@code v} (model_version).
     */
    static final String EFFECTIVE = "coalesce(l.threshold, c.threshold,"
            + " cast(v.report -> 'model' -> 'labelThresholds' ->> l.name as double precision),"
            + " cast(v.report -> 'model' ->> 'abstainThreshold' as double precision))";

    /** Documents that are noted for the index in one statement. */
    private static final int BATCH = 1_000;

    private final EntityManager entityManager;
    private final Classifiers classifiers;
    private final IndexDebts debts;
    private final AuditLog audit;

    Thresholds(EntityManager entityManager, Classifiers classifiers, IndexDebts debts, AuditLog audit) {
        this.entityManager = entityManager;
        this.classifiers = classifiers;
        this.debts = debts;
        this.audit = audit;
    }

    /**
     * What people have set.
     *
     * @param classifier for all labels without one of their own; empty for the version's own
     * @param labels by label name
     */
    public record Chosen(Optional<Double> classifier, Map<String, Double> labels) {
        public Chosen {
            classifier.ifPresent(value -> requireProbability("The classifier", value));
            labels.forEach((label, value) -> requireProbability("The label \"" + label + "\"", value));
            labels = Map.copyOf(labels);
        }

        private static void requireProbability(String what, double value) {
            if (!(value >= 0 && value <= 1)) {
                throw ProblemException.badRequest(
                        what + " was given the threshold " + value + ": give a probability from 0 to 1");
            }
        }
    }

    /**
     * What people have set for a classifier.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public Chosen of(UUID classifier) {
        classifiers.require(classifier);
        List<?> general = entityManager
                .createNativeQuery(
                        "select threshold from classifier where id = :classifier and threshold is not null",
                        Double.class)
                .setParameter("classifier", classifier)
                .getResultList();
        Map<String, Double> labels = new LinkedHashMap<>();
        List<?> rows = entityManager
                .createNativeQuery(
                        "select name, threshold from label where classifier_id = :classifier and threshold is not null",
                        Tuple.class)
                .setParameter("classifier", classifier)
                .getResultList();
        rows.stream()
                .map(Tuple.class::cast)
                .forEach(row -> labels.put(row.get("name", String.class), row.get("threshold", Double.class)));
        return new Chosen(general.stream().map(Double.class::cast).findFirst(), labels);
    }

    /**
     * Sets all thresholds of a classifier; those not named fall back. Predictions are judged anew in the same transaction.
     *
     * @throws ProblemException not found for the classifier or a label
     */
    @Transactional
    public void set(UUID classifier, Chosen chosen) {
        classifiers.require(classifier);
        entityManager
                .createNativeQuery(
                        "update classifier set threshold = cast(nullif(:threshold, '') as double precision) where id ="
                                + " :id")
                .setParameter(
                        "threshold", chosen.classifier().map(String::valueOf).orElse(""))
                .setParameter("id", classifier)
                .executeUpdate();
        entityManager
                .createNativeQuery("update label set threshold = null where classifier_id = :id")
                .setParameter("id", classifier)
                .executeUpdate();
        chosen.labels().forEach((label, threshold) -> setLabel(classifier, label, threshold));
        List<UUID> changed = judgeAnew(classifier);
        for (int from = 0; from < changed.size(); from += BATCH) {
            debts.labelsChanged(changed.subList(from, Math.min(changed.size(), from + BATCH)));
        }
        audit.record(
                "classifier.thresholds",
                "classifier/" + classifier,
                classifiers.require(classifier).name() + ": all labels "
                        + chosen.classifier().map(String::valueOf).orElse("as training found")
                        + (chosen.labels().isEmpty() ? "" : ", " + new TreeMap<>(chosen.labels())) + "; "
                        + changed.size() + " documents changed");
    }

    /**
     * Sets the threshold of a classifier and leaves those of its labels; empty for the version's own.
     *
     * @throws ProblemException not found
     */
    @Transactional
    public void setGeneral(UUID classifier, Optional<Double> threshold) {
        set(classifier, new Chosen(threshold, of(classifier).labels()));
    }

    private void setLabel(UUID classifier, String label, double threshold) {
        int known = entityManager
                .createNativeQuery(
                        "update label set threshold = :threshold where classifier_id = :id and name = :label")
                .setParameter("threshold", threshold)
                .setParameter("id", classifier)
                .setParameter("label", label)
                .executeUpdate();
        if (known == 0) {
            throw ProblemException.notFound(
                    "The classifier has no label \"" + label + "\": use one of its labels, or add it first");
        }
    }

    /** Says of every prediction again whether it is sure enough; the documents for which that has changed. */
    private List<UUID> judgeAnew(UUID classifier) {
        List<?> ids = entityManager
                .createNativeQuery(String.format(Locale.ROOT, """
                    update prediction p set abstained = not p.abstained
                    from classifier c, prediction q
                        join model_version v on v.id = q.model_version_id
                        left join label l on l.classifier_id = q.classifier_id and l.name = q.label
                    where p.classifier_id = :classifier and c.id = p.classifier_id
                        and q.document_id = p.document_id and q.classifier_id = p.classifier_id
                        and p.abstained <> (p.probability < %s)
                    returning p.document_id\
                    """, EFFECTIVE), UUID.class)
                .setParameter("classifier", classifier)
                .getResultList();
        return ids.stream().map(UUID.class::cast).toList();
    }
}
