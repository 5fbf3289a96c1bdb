package io.docket.web.search;

import io.docket.web.page.Formats;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A search terms report as people and API see it. Public for templates.
 *
 * @param lines in the order of the terms
 * @param documents found by any term
 * @param withFamily these and the rest of their families
 * @param searched documents that the report is about
 * @param partial some counts are lower bounds
 * @param label {@code classifier/label} that says what is wanted; empty for none
 * @param tag {@code tag-set/tag} that says what is wanted; empty for none
 */
public record TermsReportView(
        List<Line> lines, long documents, long withFamily, long searched, boolean partial, String label, String tag) {

    /** The quantile of the normal distribution for 95% intervals. */
    private static final double Z = 1.96;

    public TermsReportView {
        lines = List.copyOf(lines);
    }

    /**
     * One term.
     *
     * @param understood the term in words
     * @param ignored parts that had no effect, and why
     * @param documents found
     * @param unique found by no other term of the list
     * @param withFamily the documents found and the rest of their families
     * @param collections documents by the collection's name
     * @param predicted documents that the classifier gives the wanted label
     * @param expected how many of those are right, if the classifier's confidence is
     * @param judged documents that people coded
     * @param wanted those coded as wanted
     */
    public record Line(
            String term,
            String understood,
            List<String> ignored,
            long documents,
            long unique,
            long withFamily,
            Map<String, Long> collections,
            long predicted,
            double expected,
            long judged,
            long wanted) {

        /** The share of wanted documents that the classifier expects, at least; empty when nothing was found. */
        public Optional<Double> expectedPrecision() {
            return documents == 0 ? Optional.empty() : Optional.of(expected / documents);
        }

        /** The share of wanted documents among those that people coded; empty when they coded none. */
        public Optional<Double> judgedPrecision() {
            return judged == 0 ? Optional.empty() : Optional.of((double) wanted / judged);
        }

        /** The 95% interval of {@link #judgedPrecision} (Wilson), in words. */
        public String interval() {
            if (judged == 0) {
                return "";
            }
            double share = (double) wanted / judged;
            double square = Z * Z / judged;
            double centre = (share + square / 2) / (1 + square);
            double half = Z * Math.sqrt(share * (1 - share) / judged + square / (4.0 * judged)) / (1 + square);
            return Formats.percent(Math.max(0, centre - half)) + " to " + Formats.percent(Math.min(1, centre + half));
        }

        public String percent(Optional<Double> share) {
            return share.map(Formats::percent).orElse("–");
        }

        /** The search for this term alone. */
        public String href() {
            return "/search?q=" + Formats.encode(term);
        }
    }

    public boolean hasLabel() {
        return !label.isEmpty();
    }

    public boolean hasTag() {
        return !tag.isEmpty();
    }
}
