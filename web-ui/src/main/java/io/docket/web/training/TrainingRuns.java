package io.docket.web.training;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.Classifiers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Starts training runs. */
@ApplicationScoped
public class TrainingRuns {
    /** Fewer labels than this are no question. */
    public static final int FEWEST_LABELS = 2;

    /**
     * A label with fewer confirmed examples than this is left out of a run: one to learn from and one to judge by. Most
     * tenants have few labels; how rough the figures are, the report's intervals say.
     */
    public static final int FEWEST_EXAMPLES = 2;

    /** From so many confirmed examples per label on, the report's intervals become narrow enough to decide by. */
    public static final int RECOMMENDED_EXAMPLES = 20;

    private final Classifiers classifiers;
    private final Jobs jobs;
    private final AuditLog audit;

    TrainingRuns(Classifiers classifiers, Jobs jobs, AuditLog audit) {
        this.classifiers = classifiers;
        this.jobs = jobs;
        this.audit = audit;
    }

    /** How far a classifier is from being trainable. */
    @Transactional
    public Readiness readiness(UUID classifier) {
        List<Classifiers.LabelCount> labels =
                classifiers.labels(classifiers.require(classifier).id());
        long trainable = labels.stream()
                .filter(label -> label.examples() >= FEWEST_EXAMPLES)
                .count();
        return new Readiness(labels, trainable >= FEWEST_LABELS, FEWEST_EXAMPLES, RECOMMENDED_EXAMPLES);
    }

    /**
     * Queues a run.
     *
     * @param promote whether the result becomes the champion without a further decision
     * @throws ProblemException not found; conflict when there are too few examples or a run of this classifier is under way
     */
    @Transactional
    public Job start(UUID classifier, boolean promote, String user) {
        Readiness readiness = readiness(classifier);
        if (!readiness.ready()) {
            throw new ProblemException(
                    409,
                    "Too few examples",
                    "Training needs at least " + FEWEST_LABELS + " labels with " + FEWEST_EXAMPLES
                            + " confirmed examples each; label more documents first.");
        }
        boolean underWay = jobs.ofClassifier(classifier).stream()
                .anyMatch(job -> job.kind() == Job.Kind.TRAIN && !job.state().ended());
        if (underWay) {
            throw new ProblemException(
                    409, "Run under way", "A training run of this classifier is under way; wait for it or cancel it.");
        }
        Job run = jobs.submit(
                Job.Kind.TRAIN,
                classifier,
                Optional.empty(),
                Map.of(TrainWork.PROMOTE, Boolean.toString(promote)),
                user);
        audit.record(
                "training.start",
                "job/" + run.id(),
                classifiers.require(classifier).name() + (promote ? ", to be promoted at once" : ""));
        return run;
    }

    /**
     * Whether a classifier can be trained.
     *
     * @param labels its labels with their confirmed examples
     * @param ready whether a run can be started
     * @param fewest examples that a label needs to take part
     * @param recommended examples per label from which the figures can be relied on
     */
    public record Readiness(List<Classifiers.LabelCount> labels, boolean ready, int fewest, int recommended) {}
}
