package io.docket.index;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * New labels for a document that is already in the index. What is named replaces what was there; what is not named stays.
 * Neither the text nor any other field is read or written. A document that is not in the index is passed over.
 *
 * @param documentId whose labels
 * @param predictions by classifier; an empty optional removes that classifier's prediction
 * @param codings by dimension; an empty set removes the decisions in that dimension
 */
public record Relabel(
        String documentId, Map<String, Optional<LabelPrediction>> predictions, Map<String, Set<String>> codings) {

    public Relabel {
        Objects.requireNonNull(documentId, "documentId");
        predictions = Map.copyOf(predictions);
        TreeMap<String, Set<String>> copy = new TreeMap<>();
        codings.forEach((dimension, values) -> copy.put(dimension, Names.sortedCopy(values)));
        codings = Map.copyOf(copy);
        predictions.keySet().forEach(classifier -> Names.fieldPart("the classifier", classifier));
        codings.keySet().forEach(dimension -> Names.fieldPart("the coding dimension", dimension));
        if (predictions.isEmpty() && codings.isEmpty()) {
            throw new IllegalArgumentException("nothing to change for document " + documentId);
        }
    }

    /** One classifier's new prediction. */
    public static Relabel prediction(String documentId, String classifier, LabelPrediction prediction) {
        return new Relabel(documentId, Map.of(classifier, Optional.of(prediction)), Map.of());
    }

    /** Removes one classifier's prediction. */
    public static Relabel withoutPrediction(String documentId, String classifier) {
        return new Relabel(documentId, Map.of(classifier, Optional.empty()), Map.of());
    }

    /** All that people decided in one dimension, replacing what they decided before. */
    public static Relabel coding(String documentId, String dimension, Collection<String> decided) {
        SortedSet<String> values = new TreeSet<>(decided);
        return new Relabel(documentId, Map.of(), Map.of(dimension, values));
    }
}
