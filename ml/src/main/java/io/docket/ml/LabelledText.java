package io.docket.ml;

import java.util.List;
import java.util.Objects;

/**
 * One training or test row.
 *
 * @param id identifies the row to the caller (document id, file and row number); reports name rows by it and never by their text
 * @param text the text, any length; empty text is allowed and carries no evidence
 * @param labels the true labels, distinct, in no particular order; exactly one in a single-label set, possibly none in a
 *     multi-label set
 */
public record LabelledText(String id, String text, List<String> labels) {

    public LabelledText {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(text, "text");
        labels = labels.stream().distinct().toList();
        for (String label : labels) {
            if (label.isBlank()) {
                throw new IllegalArgumentException("row " + id + " has a blank label: name it or leave the row out");
            }
        }
    }

    /** A row with one label. */
    public LabelledText(String id, String text, String label) {
        this(id, text, List.of(label));
    }

    /**
     * The label of a single-label row.
     *
     * @throws IllegalStateException when the row has no label or several
     */
    public String label() {
        if (labels.size() != 1) {
            throw new IllegalStateException("row " + id + " has " + labels.size() + " labels, not one");
        }
        return labels.getFirst();
    }
}
