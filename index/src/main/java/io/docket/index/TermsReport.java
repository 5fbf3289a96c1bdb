package io.docket.index;

import io.docket.index.query.Interpretation;
import java.util.List;
import java.util.Map;

/**
 * What each of a list of terms finds.
 *
 * @param lines in the order of the terms
 * @param documents found by any of them
 * @param withFamilies these and the rest of their families, as far as it may be seen
 * @param searched documents that the report is about
 * @param partial a term was too costly or too slow to be searched completely: its counts are lower bounds
 */
public record TermsReport(List<Line> lines, long documents, long withFamilies, long searched, boolean partial) {

    public TermsReport {
        lines = List.copyOf(lines);
    }

    /**
     * One term.
     *
     * @param interpretation what was understood of it
     * @param documents found
     * @param unique found by this term and none of the others
     * @param withFamilies the documents found and the rest of their families
     * @param collections documents found, by collection
     * @param precision how many of them are wanted
     */
    public record Line(
            String term,
            Interpretation interpretation,
            long documents,
            long unique,
            long withFamilies,
            Map<String, Long> collections,
            Precision precision) {}

    /**
     * How many of the documents found are wanted, as far as anybody knows.
     *
     * @param predicted documents that the classifier gave the wanted label
     * @param expected the sum of its confidence in them: how many of those are right, if its confidence is
     * @param judged documents that people coded in the dimension
     * @param wanted those coded as wanted among them
     */
    public record Precision(long predicted, double expected, long judged, long wanted) {}
}
