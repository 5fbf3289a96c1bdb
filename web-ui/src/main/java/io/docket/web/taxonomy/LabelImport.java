package io.docket.web.taxonomy;

import java.util.List;

/**
 * What came of importing labels.
 *
 * @param rows rows read, the heading not counted; for labels by folder the documents looked at
 * @param labelled documents that have the label now, those that had it before included
 * @param created labels that were new to the classifier
 * @param errors rows that were passed over, at most {@value #MOST_ERRORS} of them
 * @param errorCount all rows that were passed over
 */
public record LabelImport(long rows, long labelled, List<String> created, List<RowError> errors, long errorCount) {
    /** More errors than this say nothing new. */
    public static final int MOST_ERRORS = 1_000;

    public LabelImport {
        created = List.copyOf(created);
        errors = List.copyOf(errors);
    }

    /**
     * A row that was passed over.
     *
     * @param row its line in the file, from 1
     * @param code {@code bad-quoting}, {@code missing-column}, {@code unknown-path}, {@code ambiguous-path} or {@code
     *     unusable}
     * @param detail what is wrong and the remedy
     */
    public record RowError(int row, String code, String detail) {}
}
