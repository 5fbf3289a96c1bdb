package io.docket.web.training;

import io.docket.ml.Prediction;
import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.ClassifierInput;
import io.docket.web.pipeline.DocumentTexts;
import io.docket.web.pipeline.IndexDebts;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Labels all documents of a classifier's collections again after a promotion or a change of its scope, batch by batch. Documents that the champion has labelled are
 * passed over, so a run that is begun again goes on where it stopped. The index follows by its debts.
 */
@ApplicationScoped
class RelabelWork implements JobWork {
    private static final int BATCH = 64;
    private static final String STAGE = "Labelling documents again";

    private final EntityManager entityManager;
    private final DocumentTexts texts;
    private final ServingModels models;
    private final Predictions predictions;
    private final IndexDebts debts;

    RelabelWork(
            EntityManager entityManager,
            DocumentTexts texts,
            ServingModels models,
            Predictions predictions,
            IndexDebts debts) {
        this.entityManager = entityManager;
        this.texts = texts;
        this.models = models;
        this.predictions = predictions;
        this.debts = debts;
    }

    @Override
    public Set<Job.Kind> kinds() {
        return Set.of(Job.Kind.RELABEL);
    }

    @Override
    public String run(String tenant, Job job, JobProgress progress) {
        ServingModels.ServingModel model = models.of(tenant, job.classifierId())
                .filter(serving -> serving.version().id().equals(serving.champion()))
                .orElseThrow(() -> new IllegalStateException(
                        "the champion of this classifier is damaged or was withdrawn; roll back or train again."));
        if (!job.modelVersionId().equals(Optional.of(model.champion()))) {
            return "Another version was promoted meanwhile; its own job labels the documents.";
        }
        UUID version = model.champion();
        long total = QuarkusTransaction.requiringNew().call(() -> count(job.classifierId(), version));
        long done = 0;
        UUID after = new UUID(0, 0);
        while (true) {
            progress.report(STAGE, done, total, "");
            progress.cancellation().throwIfCancelled();
            UUID start = after;
            List<Unlabelled> batch =
                    QuarkusTransaction.requiringNew().call(() -> next(job.classifierId(), version, start));
            if (batch.isEmpty()) {
                return done + " documents were labelled by version "
                        + model.version().number() + ".";
            }
            if (!label(tenant, model, batch)) {
                return "Another version was promoted meanwhile; its own job labels the documents.";
            }
            done += batch.size();
            after = batch.getLast().document();
        }
    }

    private boolean label(String tenant, ServingModels.ServingModel model, List<Unlabelled> batch) {
        List<String> contents = batch.stream()
                .map(document ->
                        ClassifierInput.of(document.title(), document.name(), texts.read(tenant, document.text())))
                .map(ClassifierInput::whole)
                .toList();
        List<Prediction> predicted = model.classifier().classify(contents);
        Map<UUID, Prediction> byDocument = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            byDocument.put(batch.get(i).document(), predicted.get(i));
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            boolean recorded = predictions.record(model, byDocument);
            if (recorded) {
                debts.labelsChanged(byDocument.keySet());
            }
            return recorded;
        });
    }

    private long count(UUID classifier, UUID version) {
        return ((Number) entityManager
                        .createNativeQuery("select count(*) " + TO_LABEL)
                        .setParameter("classifier", classifier)
                        .setParameter("version", version)
                        .setParameter("after", new UUID(0, 0))
                        .getSingleResult())
                .longValue();
    }

    private List<Unlabelled> next(UUID classifier, UUID version, UUID after) {
        List<?> rows = entityManager
                .createNativeQuery(
                        "select d.id as document, d.title, d.name, d.text_sha256 as text " + TO_LABEL
                                + " order by d.id",
                        Tuple.class)
                .setParameter("classifier", classifier)
                .setParameter("version", version)
                .setParameter("after", after)
                .setMaxResults(BATCH)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Unlabelled(
                        row.get("document", UUID.class),
                        row.get("title", String.class),
                        row.get("name", String.class),
                        new Sha256(row.get("text", String.class))))
                .toList();
    }

    /** Documents that are before this step are labelled by the pipeline itself, with the new champion. */
    private static final String TO_LABEL = """
            from document d left join prediction p on p.document_id = d.id and p.classifier_id = :classifier
            where d.state in ('CLASSIFIED', 'INDEXED') and d.text_sha256 is not null and d.id > :after
                and d.collection_id in (select collection_id from classifier_scope where classifier_id = :classifier)
                and (p.model_version_id is null or p.model_version_id <> :version)""";

    private record Unlabelled(UUID document, String title, String name, Sha256 text) {}
}
