package io.docket.index;

import java.util.Objects;

/**
 * How results are ordered. Ties are broken by a hash of the document's id, so that an order is total and pages never
 * overlap.
 *
 * @param key what is compared
 * @param classifier key of the classifier for {@link Key#CONFIDENCE}, empty otherwise
 * @param descending largest or latest first; documents without the value come last either way
 */
public record SortOrder(Key key, String classifier, boolean descending) {

    /** What can be compared. */
    public enum Key {
        RELEVANCE,
        DATE,
        INGESTED,
        NAME,
        CUSTODIAN,
        SIZE,
        CONFIDENCE
    }

    /** Best match first. */
    public static final SortOrder RELEVANCE = new SortOrder(Key.RELEVANCE, "", true);

    /** Latest document first. */
    public static final SortOrder NEWEST = new SortOrder(Key.DATE, "", true);

    public SortOrder {
        Objects.requireNonNull(key, "key");
        if (key == Key.CONFIDENCE) {
            Names.fieldPart("the classifier to sort by", classifier);
        } else if (!classifier.isEmpty()) {
            throw new IllegalArgumentException("only confidence is sorted by classifier, not " + key);
        }
        if (key == Key.RELEVANCE && !descending) {
            throw new IllegalArgumentException("relevance is sorted best first only");
        }
    }

    /** Ascending or descending by a key that needs no classifier. */
    public static SortOrder by(Key key, boolean descending) {
        return new SortOrder(key, "", descending);
    }

    /** By a classifier's confidence. */
    public static SortOrder byConfidence(String classifier, boolean descending) {
        return new SortOrder(Key.CONFIDENCE, classifier, descending);
    }
}
