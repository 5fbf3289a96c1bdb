package io.docket.index;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A wish for a search terms report.
 *
 * @param terms queries in the language of searches, each one line of the report; 1 to {@value #MOST_TERMS}
 * @param within the documents that the report is about; its paging, order, facets and highlights do not matter
 * @param predicted the label that tells which documents are wanted, by a classifier's word
 * @param coded the value that tells which documents are wanted, by people's word
 */
public record TermsReportRequest(
        List<String> terms, SearchRequest within, Optional<Wanted> predicted, Optional<Wanted> coded) {

    /** More lines than this are no list that anybody negotiates. */
    public static final int MOST_TERMS = 500;

    public TermsReportRequest {
        terms = List.copyOf(terms);
        Objects.requireNonNull(within, "within");
        Objects.requireNonNull(predicted, "predicted");
        Objects.requireNonNull(coded, "coded");
        if (terms.isEmpty() || terms.size() > MOST_TERMS) {
            throw new IllegalArgumentException(
                    "a report is about 1 to " + MOST_TERMS + " terms, not " + terms.size() + ": split the list");
        }
    }

    /**
     * A value of a classifier or coding dimension.
     *
     * @param name key of the classifier or the coding dimension
     * @param value label or tag
     */
    public record Wanted(String name, String value) {
        public Wanted {
            Names.fieldPart("the classifier or coding dimension", name);
            Objects.requireNonNull(value, "value");
        }
    }
}
