package io.docket.web.search;

import io.docket.ml.WeightedSpan;
import io.docket.web.pipeline.ClassifierInput;
import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.DocumentTexts;
import io.docket.web.pipeline.Documents;
import io.docket.web.problem.ProblemException;
import io.docket.web.taxonomy.LabelledExamples;
import io.docket.web.training.Predictions;
import io.docket.web.training.ServingModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Puts together what a person sees of one document. */
@ApplicationScoped
public class DocumentViews {
    /** Longest text that one explanation reads: enough for the passages that matter, little enough for a click. */
    private static final int LONGEST_EXPLAINED = 200_000;

    private final Documents documents;
    private final DocumentTexts texts;
    private final Predictions predictions;
    private final LabelledExamples examples;
    private final ServingModels models;

    DocumentViews(
            Documents documents,
            DocumentTexts texts,
            Predictions predictions,
            LabelledExamples examples,
            ServingModels models) {
        this.documents = documents;
        this.texts = texts;
        this.predictions = predictions;
        this.examples = examples;
        this.models = models;
    }

    /**
     * One document with its family, copies, predictions and labels.
     *
     * @throws ProblemException not found
     */
    public DocumentView view(UUID id) {
        Document document = documents.require(id);
        return new DocumentView(
                document,
                documents.family(document.familyId()),
                documents.children(id),
                documents.copies(id),
                predictions.of(List.of(id)).getOrDefault(id, List.of()),
                examples.of(List.of(id)).getOrDefault(id, Map.of()));
    }

    /**
     * A document's text; empty when it has none.
     *
     * @param most characters at most
     * @throws ProblemException not found
     */
    public String text(String tenant, UUID id, int most) {
        return documents
                .require(id)
                .textBlob()
                .map(text -> texts.read(tenant, text, most))
                .orElse("");
    }

    /**
     * The passages that spoke for or against a label, strongest first; offsets into the document's text.
     *
     * @throws ProblemException not found when the document or the label is unknown; conflict when no model serves
     */
    public List<WeightedSpan> explain(String tenant, UUID id, UUID classifier, String label) {
        Document document = documents.require(id);
        ClassifierInput input =
                ClassifierInput.of(document.title(), document.name(), text(tenant, id, LONGEST_EXPLAINED));
        ServingModels.ServingModel model = models.of(tenant, classifier)
                .orElseThrow(() -> new ProblemException(
                        409, "No model serves", "No trained model serves this classifier: train one and promote it"));
        if (!model.classifier().description().labels().contains(label)) {
            throw ProblemException.notFound("The serving model does not know the label \"" + label + "\"");
        }
        int head = input.head().length();
        return model.classifier().explain(input.whole(), label).stream()
                .filter(span -> span.end() > head)
                .map(span -> new WeightedSpan(Math.max(0, span.start() - head), span.end() - head, span.weight()))
                .toList();
    }

    /**
     * One document.
     *
     * @param family the documents of its family, itself included
     * @param children what lies directly inside it
     * @param copies later copies of the same bytes
     * @param predictions what the models think
     * @param labels what people said, by classifier key
     */
    public record DocumentView(
            Document document,
            List<Document> family,
            List<Document> children,
            List<Document> copies,
            List<Predictions.StoredPrediction> predictions,
            Map<String, String> labels) {}
}
