package io.docket.web.training;

import io.docket.index.LabelPrediction;
import io.docket.web.pipeline.LabelsForIndex;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.taxonomy.LabelledExamples;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Puts predictions and people's labels together for the index. */
@ApplicationScoped
class KnownLabels implements LabelsForIndex {
    private final Classifiers classifiers;
    private final LabelledExamples examples;
    private final Predictions predictions;

    KnownLabels(Classifiers classifiers, LabelledExamples examples, Predictions predictions) {
        this.classifiers = classifiers;
        this.examples = examples;
        this.predictions = predictions;
    }

    @Override
    @Transactional
    public Map<UUID, Labels> of(Collection<UUID> documents) {
        Map<UUID, List<Predictions.StoredPrediction>> predicted = predictions.of(documents);
        Map<UUID, Map<String, String>> decided = examples.of(documents);
        Map<UUID, Labels> labels = new HashMap<>();
        for (UUID document : documents) {
            Map<String, LabelPrediction> byClassifier = predicted.getOrDefault(document, List.of()).stream()
                    .collect(Collectors.toMap(Predictions.StoredPrediction::key, KnownLabels::forIndex));
            labels.put(document, new Labels(byClassifier, decided.getOrDefault(document, Map.of())));
        }
        return labels;
    }

    @Override
    @Transactional
    public Set<String> classifiers() {
        return classifiers.all().stream().map(Classifier::key).collect(Collectors.toUnmodifiableSet());
    }

    private static LabelPrediction forIndex(Predictions.StoredPrediction prediction) {
        String version = Integer.toString(prediction.number());
        return prediction.abstained()
                ? LabelPrediction.abstained(prediction.label(), prediction.probability(), version)
                : LabelPrediction.of(prediction.label(), prediction.probability(), version);
    }
}
