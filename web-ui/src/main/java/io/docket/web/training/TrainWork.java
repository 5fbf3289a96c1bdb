package io.docket.web.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ml.ClassifierTrainer;
import io.docket.ml.LabelledText;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.TrainingProgress;
import io.docket.ml.TrainingReport;
import io.docket.ml.TrainingRequest;
import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.ClassifierInput;
import io.docket.web.pipeline.DocumentTexts;
import io.docket.web.tenant.TenantScope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A training run: confirmed examples in, candidate version with its report out. */
@ApplicationScoped
class TrainWork implements JobWork {
    /** Parameter: promote the result at once. */
    static final String PROMOTE = "promote";

    /** Steps of a stage's progress bar. */
    private static final long STEPS = 1_000;

    private final EntityManager entityManager;
    private final TenantScope scope;
    private final DocumentTexts texts;
    private final UnlabelledTexts unlabelled;
    private final ClassifierTrainer trainer;
    private final ModelDirectory directory;
    private final ModelVersions versions;
    private final Jobs jobs;
    private final ObjectMapper json;
    private final LiveCurves curves;
    private final Duration timeBudget;

    TrainWork(
            EntityManager entityManager,
            TenantScope scope,
            DocumentTexts texts,
            UnlabelledTexts unlabelled,
            ClassifierTrainer trainer,
            ModelDirectory directory,
            ModelVersions versions,
            Jobs jobs,
            ObjectMapper json,
            LiveCurves curves,
            @ConfigProperty(name = "docket.training.time-budget") Duration timeBudget) {
        this.entityManager = entityManager;
        this.scope = scope;
        this.texts = texts;
        this.unlabelled = unlabelled;
        this.trainer = trainer;
        this.directory = directory;
        this.versions = versions;
        this.jobs = jobs;
        this.json = json;
        this.curves = curves;
        this.timeBudget = timeBudget;
    }

    @Override
    public Set<Job.Kind> kinds() {
        return Set.of(Job.Kind.TRAIN);
    }

    @Override
    public String run(String tenant, Job job, JobProgress progress) throws IOException {
        // The version's id is the job's: a run that is begun again after a crash makes the same version, not another
        // one.
        UUID version = job.id();
        // Beside the model, so that a run that is begun again goes on where it was.
        Path checkpoint = directory.folder(tenant, version + ".checkpoint");
        TrainingRequest request = new TrainingRequest(
                        rows(tenant, job.classifierId()), directory.folder(tenant, version.toString()))
                .withUnlabelled(unlabelled.of(tenant, job.classifierId()))
                .withTimeBudget(timeBudget)
                .withCheckpoint(checkpoint);
        TrainingReport report;
        try {
            report = trainer.train(
                    request,
                    // a trainer may report from threads of its own, which belong to no tenant
                    step -> scope.runAs(tenant, () -> {
                        curves.add(job.id(), step);
                        report(progress, step);
                    }),
                    progress.cancellation());
        } catch (TrainingCancelledException stopped) {
            if (QuarkusTransaction.requiringNew()
                    .call(() -> jobs.require(job.id()).cancelRequested())) {
                trainer.forget(request);
            }
            throw stopped;
        } finally {
            curves.forget(job.id());
        }
        String reportJson = write(report);
        return QuarkusTransaction.requiringNew().call(() -> {
            ModelVersion candidate = versions.candidate(version, job, report, reportJson);
            jobs.require(job.id()).produced(candidate.id());
            if (Boolean.parseBoolean(job.parameters().get(PROMOTE))
                    && candidate.state() == ModelVersion.State.CANDIDATE) {
                versions.promote(candidate.id(), job.createdBy());
            }
            return report.judgement();
        });
    }

    private List<LabelledText> rows(String tenant, UUID classifier) {
        List<Example> examples = QuarkusTransaction.requiringNew().call(() -> examples(classifier));
        Map<String, Long> counts =
                examples.stream().collect(Collectors.groupingBy(Example::label, Collectors.counting()));
        List<LabelledText> rows = new ArrayList<>();
        for (Example example : examples) {
            if (counts.get(example.label()) >= TrainingRuns.FEWEST_EXAMPLES) {
                ClassifierInput input =
                        ClassifierInput.of(example.title(), example.name(), texts.read(tenant, example.text()));
                rows.add(new LabelledText(example.document().toString(), input.whole(), example.label()));
            }
        }
        return rows;
    }

    private List<Example> examples(UUID classifier) {
        List<?> rows = entityManager
                .createNativeQuery("""
                    select d.id as document, d.title, d.name, d.text_sha256 as text, l.name as label
                    from labelled_example e join label l on l.id = e.label_id join document d on d.id = e.document_id
                        join classifier_scope s on s.classifier_id = e.classifier_id
                            and s.collection_id = d.collection_id
                    where e.classifier_id = :classifier and e.confirmed and d.text_sha256 is not null
                    order by d.id\
                    """, Tuple.class)
                .setParameter("classifier", classifier)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).map(TrainWork::example).toList();
    }

    private static Example example(Tuple row) {
        return new Example(
                row.get("document", UUID.class),
                row.get("title", String.class),
                row.get("name", String.class),
                new Sha256(row.get("text", String.class)),
                row.get("label", String.class));
    }

    private static void report(JobProgress progress, TrainingProgress step) {
        StringBuilder message = new StringBuilder();
        step.rate().ifPresent(rate -> message.append(String.format(Locale.ROOT, "%,.0f %s/s", rate, step.rateUnit())));
        step.epoch().ifPresent(epoch -> append(message, String.format(Locale.ROOT, "epoch %.1f", epoch)));
        step.trainingLoss().ifPresent(loss -> append(message, String.format(Locale.ROOT, "loss %.3f", loss)));
        step.validationLoss()
                .ifPresent(loss -> append(message, String.format(Locale.ROOT, "validation loss %.3f", loss)));
        step.remaining().ifPresent(left -> append(message, left.toSeconds() + " s left"));
        progress.report(step.stage().displayName(), Math.round(step.fraction() * STEPS), STEPS, message.toString());
    }

    private static void append(StringBuilder message, String part) {
        message.append(message.isEmpty() ? "" : " · ").append(part);
    }

    private String write(TrainingReport report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The training report could not be written as JSON.", e);
        }
    }

    private record Example(UUID document, String title, String name, Sha256 text, String label) {}
}
