package io.docket.ml.champion;

import io.docket.ml.DocumentEncoder;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelScore;
import io.docket.ml.ModelDescription;
import io.docket.ml.ModelKind;
import io.docket.ml.Prediction;
import io.docket.ml.TextClassifier;
import io.docket.ml.WeightedSpan;
import io.docket.ml.evaluate.Probabilities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One or two models with their calibration, seen as one classifier. */
final class DeployedClassifier implements TextClassifier {

    private final ModelDescription description;
    private final Calibration calibration;
    private final Map<ModelKind, CandidateModel> models;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param models those that the kind of the description needs; closed with this classifier */
    DeployedClassifier(ModelDescription description, Calibration calibration, Map<ModelKind, CandidateModel> models) {
        this.description = description;
        this.calibration = calibration;
        this.models = Map.copyOf(models);
    }

    @Override
    public ModelDescription description() {
        return description;
    }

    @Override
    public List<Prediction> classify(List<String> texts) {
        refuseWhenClosed();
        List<Prediction> predictions = new ArrayList<>(texts.size());
        switch (description.kind()) {
            case LINEAR, SEMI_SUPERVISED, ULMFIT -> {
                double temperature = calibration.temperature(description.kind());
                for (float[] logits : models.get(description.kind()).logits(texts)) {
                    predictions.add(prediction(Probabilities.of(logits, temperature, description.labelMode())));
                }
            }
            case BLEND -> {
                double[][] blended =
                        new double[texts.size()][description.labels().size()];
                for (ModelKind kind : models.keySet().stream().sorted().toList()) {
                    float[][] logits = models.get(kind).logits(texts);
                    for (int text = 0; text < blended.length; text++) {
                        Probabilities.add(calibration.share(kind), probabilities(kind, logits[text]), blended[text]);
                    }
                }
                for (double[] probabilities : blended) {
                    predictions.add(prediction(probabilities));
                }
            }
        }
        return predictions;
    }

    /** A blend is explained by the model that weighs most in it. */
    @Override
    public List<WeightedSpan> explain(String text, String label) {
        refuseWhenClosed();
        int index = description.labels().indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException("model " + description.version() + " has no label '" + label
                    + "'; it knows " + description.labels());
        }
        ModelKind explaining =
                switch (description.kind()) {
                    case LINEAR, SEMI_SUPERVISED, ULMFIT -> description.kind();
                    case BLEND ->
                        models.keySet().stream()
                                .max(Comparator.comparingDouble(calibration::share)
                                        .thenComparing(Comparator.naturalOrder()))
                                .orElseThrow();
                };
        return models.get(explaining).explain(text, index);
    }

    @Override
    public Optional<DocumentEncoder> encoder() {
        refuseWhenClosed();
        return Stream.of(ModelKind.ULMFIT, ModelKind.SEMI_SUPERVISED)
                .map(models::get)
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(CandidateModel::encoder);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            models.values().forEach(CandidateModel::close);
        }
    }

    private double[] probabilities(ModelKind kind, float[] logits) {
        return Probabilities.of(logits, calibration.temperature(kind), description.labelMode());
    }

    private Prediction prediction(double[] probabilities) {
        List<LabelScore> scores = IntStream.range(0, probabilities.length)
                .mapToObj(label ->
                        new LabelScore(description.labels().get(label), Math.clamp(probabilities[label], 0, 1)))
                .sorted(Comparator.comparingDouble(LabelScore::probability).reversed())
                .toList();
        List<String> assigned = scores.stream()
                .limit(description.labelMode() == LabelMode.SINGLE ? 1 : scores.size())
                .filter(score -> score.probability() >= description.threshold(score.label()))
                .map(LabelScore::label)
                .toList();
        LabelScore top = scores.getFirst();
        return new Prediction(top.label(), top.probability(), assigned.isEmpty(), assigned, scores);
    }

    private void refuseWhenClosed() {
        if (closed.get()) {
            throw new IllegalStateException("model " + description.version() + " is closed; open its folder again");
        }
    }
}
