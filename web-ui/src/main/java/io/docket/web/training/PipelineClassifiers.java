package io.docket.web.training;

import io.docket.ml.Prediction;
import io.docket.web.pipeline.ClassifierInput;
import io.docket.web.pipeline.DocumentClassifiers;
import io.docket.web.taxonomy.ClassifierScopes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Lets the serving models speak about documents that come through the pipeline. */
@ApplicationScoped
class PipelineClassifiers implements DocumentClassifiers {
    private final ServingModels models;
    private final Predictions predictions;
    private final ClassifierScopes scopes;

    PipelineClassifiers(ServingModels models, Predictions predictions, ClassifierScopes scopes) {
        this.models = models;
        this.predictions = predictions;
        this.scopes = scopes;
    }

    @Override
    public Verdicts classify(String tenant, Map<UUID, ClassifierInput> inputs) {
        if (inputs.isEmpty()) {
            return () -> {};
        }
        Map<ServingModels.ServingModel, Map<UUID, Prediction>> byModel = new LinkedHashMap<>();
        for (ServingModels.ServingModel model : models.all(tenant)) {
            Set<UUID> inside = QuarkusTransaction.requiringNew()
                    .call(() -> scopes.documentsInside(model.version().classifierId(), inputs.keySet()));
            List<UUID> documents =
                    inputs.keySet().stream().filter(inside::contains).toList();
            List<String> contents = documents.stream()
                    .map(inputs::get)
                    .map(ClassifierInput::whole)
                    .toList();
            List<Prediction> predicted = model.classifier().classify(contents);
            Map<UUID, Prediction> byDocument = new LinkedHashMap<>();
            for (int i = 0; i < documents.size(); i++) {
                byDocument.put(documents.get(i), predicted.get(i));
            }
            byModel.put(model, byDocument);
        }
        return () -> byModel.forEach((model, byDocument) -> {
            if (!predictions.record(model, byDocument)) {
                throw new ChampionChangedException();
            }
        });
    }
}
