package io.docket.web.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ml.TrainingReport;
import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.taxonomy.ScopeChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The versions of a classifier's model: which serves, which served, which waits. */
@ApplicationScoped
public class ModelVersions {
    private final EntityManager entityManager;
    private final Classifiers classifiers;
    private final Jobs jobs;
    private final AuditLog audit;
    private final ObjectMapper json;

    ModelVersions(EntityManager entityManager, Classifiers classifiers, Jobs jobs, AuditLog audit, ObjectMapper json) {
        this.entityManager = entityManager;
        this.classifiers = classifiers;
        this.jobs = jobs;
        this.audit = audit;
        this.json = json;
    }

    /** The training report of a version. */
    TrainingReport readReport(ModelVersion version) {
        try {
            return json.readValue(version.report(), TrainingReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The report of model version " + version.id() + " is damaged in the database.", e);
        }
    }

    /** The versions of a classifier, the latest first. */
    @Transactional
    public List<ModelVersion> of(UUID classifier) {
        return entityManager
                .createQuery(
                        "select v from ModelVersion v where v.classifierId = :id order by v.number desc",
                        ModelVersion.class)
                .setParameter("id", classifiers.require(classifier).id())
                .getResultList();
    }

    /**
     * The version with this id.
     *
     * @throws ProblemException not found, also for versions of other tenants
     */
    @Transactional
    public ModelVersion require(UUID id) {
        return entityManager
                .createQuery("select v from ModelVersion v where v.id = :id", ModelVersion.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no model version " + id + " that you may see: check the id"));
    }

    /** The version that serves a classifier. */
    @Transactional
    public Optional<ModelVersion> champion(UUID classifier) {
        return of(classifier).stream()
                .filter(version -> version.state() == ModelVersion.State.CHAMPION)
                .findFirst();
    }

    /**
     * Makes a version the champion and starts the job that labels all documents again.
     *
     * @return that job
     * @throws ProblemException not found; conflict when it is the champion already
     */
    @Transactional
    public Job promote(UUID id, String user) {
        return promote(require(id), "model.promote", user);
    }

    private Job promote(ModelVersion version, String action, String user) {
        if (version.state() == ModelVersion.State.CHAMPION) {
            throw new ProblemException(
                    409,
                    "Champion already",
                    "Version " + version.number() + " serves already; there is nothing to promote.");
        }
        champion(version.classifierId()).ifPresent(champion -> {
            entityManager.lock(champion, LockModeType.PESSIMISTIC_WRITE);
            champion.retire();
        });
        // The unique index over champions is checked by statement: the old one has to go first.
        entityManager.flush();
        version.promote(Instant.now());
        Job job = jobs.submit(Job.Kind.RELABEL, version.classifierId(), Optional.of(version.id()), Map.of(), user);
        audit.record(
                action,
                "version/" + version.id(),
                "version " + version.number() + " of "
                        + classifiers.require(version.classifierId()).name());
        return job;
    }

    /** After a change of scope the champion labels the documents that came in. */
    void relabel(@Observes ScopeChanged change) {
        champion(change.classifier())
                .ifPresent(champion -> jobs.submit(
                        Job.Kind.RELABEL, change.classifier(), Optional.of(champion.id()), Map.of(), change.user()));
    }

    /**
     * Makes the version that served before the champion serve again.
     *
     * @throws ProblemException not found; conflict when no version served before
     */
    @Transactional
    public Job rollBack(UUID classifier, String user) {
        ModelVersion previous = of(classifier).stream()
                .filter(version -> version.state() == ModelVersion.State.RETIRED)
                .max((left, right) -> left.promotedAt()
                        .orElseThrow()
                        .compareTo(right.promotedAt().orElseThrow()))
                .orElseThrow(() -> new ProblemException(
                        409,
                        "Nothing to roll back to",
                        "No version of this classifier served before the present one."));
        return promote(previous, "model.roll-back", user);
    }

    /** Records a trained model as a candidate; a run that records again gives the same version. */
    @Transactional
    ModelVersion candidate(UUID id, Job run, TrainingReport report, String reportJson) {
        return entityManager
                .createQuery("select v from ModelVersion v where v.id = :id", ModelVersion.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseGet(() -> {
                    int number = entityManager
                                    .createQuery(
                                            "select coalesce(max(v.number), 0) from ModelVersion v where"
                                                    + " v.classifierId = :id",
                                            Integer.class)
                                    .setParameter("id", run.classifierId())
                                    .getSingleResult()
                            + 1;
                    ModelVersion version = new ModelVersion(
                            id,
                            run.classifierId(),
                            number,
                            report.model().kind(),
                            id.toString(),
                            reportJson,
                            report.rows(),
                            Instant.now(),
                            run.createdBy());
                    entityManager.persist(version);
                    return version;
                });
    }
}
