package io.docket.index;

import java.util.Locale;
import java.util.Objects;

/**
 * Something results can be counted and restricted by.
 *
 * @param kind what it is
 * @param name key of the classifier or coding dimension for the kinds that have several; empty for the others
 */
public record Dimension(Kind kind, String name) {

    /** The kinds of dimension, with what their values look like. */
    public enum Kind {
        /** Labels that a classifier committed itself to; {@link #ABSTAINED} for those where it would not. */
        LABEL(true),
        /** The most probable label, whether the classifier would commit itself to it or not. */
        GUESS(true),
        /** Bands of confidence such as {@code 0.9-0.95}. */
        CONFIDENCE(true),
        /** Version of the model that made the prediction. */
        MODEL(true),
        /** What people decided in one coding dimension, tags included. */
        CODING(true),
        COLLECTION(false),
        CUSTODIAN(false),
        AUTHOR(false),
        /** Group of the media type. */
        TYPE(false),
        /** Full media type. */
        MEDIA_TYPE(false),
        LANGUAGE(false),
        OUTCOME(false),
        /** Year of the document's date (UTC), {@code 2024}; in time's order. Filters take ranges: {@code 2019..2024}. */
        YEAR(false),
        /** Month of the document's date (UTC), {@code 2024-03}; in time's order. Filters take ranges: {@code 2023-04..2024-01}. */
        MONTH(false);

        private final boolean named;

        Kind(boolean named) {
            this.named = named;
        }

        /** Whether there are several of this kind, told apart by name. */
        public boolean named() {
            return named;
        }
    }

    /** The value of a {@link Kind#LABEL} dimension for documents on which the classifier abstained. */
    public static final String ABSTAINED = "(abstained)";

    public static final Dimension COLLECTION = new Dimension(Kind.COLLECTION, "");
    public static final Dimension CUSTODIAN = new Dimension(Kind.CUSTODIAN, "");
    public static final Dimension AUTHOR = new Dimension(Kind.AUTHOR, "");
    public static final Dimension TYPE = new Dimension(Kind.TYPE, "");
    public static final Dimension MEDIA_TYPE = new Dimension(Kind.MEDIA_TYPE, "");
    public static final Dimension LANGUAGE = new Dimension(Kind.LANGUAGE, "");
    public static final Dimension OUTCOME = new Dimension(Kind.OUTCOME, "");
    public static final Dimension YEAR = new Dimension(Kind.YEAR, "");
    public static final Dimension MONTH = new Dimension(Kind.MONTH, "");
    public static final Dimension TAG = coding(IndexedDocument.TAGS);

    public Dimension {
        Objects.requireNonNull(kind, "kind");
        if (kind.named()) {
            Names.fieldPart("the name of dimension " + kind, name);
        } else if (!name.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is only one dimension " + kind + ", but a name was given: " + name);
        }
    }

    /** Labels of one classifier. */
    public static Dimension label(String classifier) {
        return new Dimension(Kind.LABEL, classifier);
    }

    /** Best guesses of one classifier, the unsure ones included. */
    public static Dimension guess(String classifier) {
        return new Dimension(Kind.GUESS, classifier);
    }

    /** Bands of one classifier's confidence. */
    public static Dimension confidence(String classifier) {
        return new Dimension(Kind.CONFIDENCE, classifier);
    }

    /** Model versions of one classifier. */
    public static Dimension model(String classifier) {
        return new Dimension(Kind.MODEL, classifier);
    }

    /** What people decided in one dimension. */
    public static Dimension coding(String dimension) {
        return new Dimension(Kind.CODING, dimension);
    }

    /** A form for addresses: {@code label.contract-type}, {@code custodian}. {@link #parse} reads it. */
    public String key() {
        String kindKey = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return kind.named() ? kindKey + "." + name : kindKey;
    }

    /**
     * Reads {@link #key()}.
     *
     * @throws IllegalArgumentException when there is no such dimension
     */
    public static Dimension parse(String key) {
        int dot = key.indexOf('.');
        String kindKey = dot < 0 ? key : key.substring(0, dot);
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(kindKey)) {
                return new Dimension(kind, dot < 0 ? "" : key.substring(dot + 1));
            }
        }
        throw new IllegalArgumentException("there is no dimension \"" + key + "\"");
    }
}
