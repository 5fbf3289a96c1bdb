package io.docket.web.search;

import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.training.Predictions;
import io.quarkus.qute.RawString;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page of one document shows. Public for templates.
 *
 * @param view the document with its family, copies, predictions and labels
 * @param collection the collection's name
 * @param text its text as HTML, matches marked
 * @param query the query whose matches are marked
 * @param cut whether the text goes on beyond what is shown
 * @param questions the classifiers that have something to ask or to say
 * @param explained the label whose reasons are marked in the text; empty for none
 * @param way where the document stands in a result
 * @param tab {@code original} for the document as it was, else its text
 */
public record DocumentDetails(
        DocumentViews.DocumentView view,
        String collection,
        RawString text,
        String query,
        boolean cut,
        List<Question> questions,
        String explained,
        Way way,
        String tab) {

    /**
     * Where a document stands in a result.
     *
     * @param back the result; empty when the document was opened by itself
     * @param previous the document before; empty for the first
     * @param next the document behind; empty for the last
     * @param at place in the result, from 1
     * @param parameters of the address of this page
     */
    public record Way(
            Optional<String> back, Optional<String> previous, Optional<String> next, long at, String parameters) {
        static final Way NONE = new Way(Optional.empty(), Optional.empty(), Optional.empty(), 0, "");
    }

    /** How the document as it was can be shown. */
    public OriginalKind original() {
        return OriginalKind.of(document());
    }

    public boolean isOriginal() {
        return tab.equals("original") && original().isShown();
    }

    /** This page with its text. */
    public String textHref() {
        return "/documents/" + document().id() + (way.parameters().isEmpty() ? "" : "?" + way.parameters());
    }

    /** This page with the document as it was. */
    public String originalHref() {
        return "/documents/" + document().id() + "?" + (way.parameters().isEmpty() ? "" : way.parameters() + "&")
                + "tab=original";
    }

    /**
     * One classifier's question about the document.
     *
     * @param labels the possible answers
     * @param prediction what the serving model answers
     * @param said what a person answered
     */
    public record Question(
            Classifier classifier,
            List<String> labels,
            Optional<Predictions.StoredPrediction> prediction,
            Optional<String> said) {

        /** Digits that can be pressed. */
        private static final int KEYS = 9;

        public boolean isSaid(String label) {
            return said.map(label::equals).orElse(false);
        }

        /** What is certain comes first: a person's word, then the surest model. */
        double certainty() {
            return said.isPresent()
                    ? 2
                    : prediction.map(Predictions.StoredPrediction::probability).orElse(0.0);
        }

        /** The key of an answer: 1 to 9, then none. */
        public String key(int place) {
            return place < KEYS ? Integer.toString(place + 1) : "";
        }
    }

    public Document document() {
        return view.document();
    }

    public String title() {
        return document().title().isBlank() ? document().name() : document().title();
    }

    /** The folders and containers around it. */
    public String folder() {
        int last = document().path().lastIndexOf('/');
        return last < 0 ? "" : document().path().substring(0, last);
    }

    public boolean hasText() {
        return document().characters() > 0;
    }

    /** Why there is no text, as a heading. */
    public String noText() {
        return document()
                .outcome()
                .map(outcome -> switch (outcome) {
                    case EXTRACTED, EMPTY -> "This document has no text";
                    default -> "Not read: " + ProgressCounts.reasonKey(outcome).replace('-', ' ');
                })
                .orElse("Not read yet");
    }

    /** What the file says about itself, in the order of the fields' names. */
    public Map<String, List<String>> metadata() {
        return new java.util.TreeMap<>(document().metadata());
    }

    DocumentDetails on(Way newWay, String newTab) {
        return new DocumentDetails(view, collection, text, query, cut, questions, explained, newWay, newTab);
    }

    DocumentDetails explained(RawString marked, String label) {
        return new DocumentDetails(view, collection, marked, query, cut, questions, label, way, tab);
    }
}
