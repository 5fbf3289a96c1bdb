package io.docket.web.pipeline;

import io.docket.index.LabelPrediction;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the index should know of documents' labels; the pipeline asks for it when it writes to the index. */
public interface LabelsForIndex {
    /** The labels of documents; documents without any may be absent. Joins the caller's transaction. */
    Map<UUID, Labels> of(Collection<UUID> documents);

    /** Keys of the present tenant's classifiers; a document that lacks one of them is unlabelled in it. */
    Set<String> classifiers();

    /**
     * Labels of one document.
     *
     * @param predictions by classifier key
     * @param codings what people decided, by classifier key
     */
    record Labels(Map<String, LabelPrediction> predictions, Map<String, String> codings) {
        /** Nobody said anything. */
        public static final Labels NONE = new Labels(Map.of(), Map.of());

        public Labels {
            predictions = Map.copyOf(predictions);
            codings = Map.copyOf(codings);
        }
    }
}
