package io.docket.index;

/**
 * Names of the Lucene fields. Every change of meaning raises {@link #VERSION}, after which an index must be rebuilt.
 *
 * <p>A document is one Lucene document plus one for each of its passages; all carry the document's id in {@link #ID}, so
 * that one term replaces, deletes and relabels them together. Only the document itself has {@link #COLLECTION}, only
 * passages have {@link #PASSAGE_COLLECTION}: the permission filter is also what tells the two apart.
 */
final class Schema {

    /** Version of the layout described here; 2: every document with text has passages. */
    static final int VERSION = 2;

    static final String ID = "id";
    /** Hash of the id: numeric doc-values that make every sort order total. */
    static final String KEY = "key";

    static final String COLLECTION = "collection";
    static final String FAMILY = "family";
    static final String THREAD = "thread";
    static final String PARENT = "parent";
    static final String NEAR_DUPLICATES = "near";
    static final String CUSTODIAN = "custodian";
    static final String AUTHOR = "author";
    static final String TYPE = "type";
    static final String MEDIA_TYPE = "media";
    static final String LANGUAGE = "language";
    static final String OUTCOME = "outcome";
    static final String HAS = "has";
    static final String DATE = "date";
    static final String INGESTED = "ingested";
    /** Months since year 0, UTC: doc-values for the histograms. */
    static final String MONTH = "month";

    static final String SIZE = "size";
    static final String NAME_ORDER = "name.order";
    static final String CUSTODIAN_ORDER = "custodian.order";

    static final String TEXT = "text";
    static final String TITLE_WORDS = "title.words";
    static final String NAME_WORDS = "name.words";
    static final String PATH_WORDS = "path.words";
    static final String CUSTODIAN_WORDS = "custodian.words";
    static final String AUTHOR_WORDS = "author.words";
    /** Words of title, name, custodians and authors together, so that a bare word needs one clause more, not five. */
    static final String HEAD = "head";

    /** Stored only: name, path and title as they are. */
    static final String STORED_NAME = "name";

    static final String STORED_PATH = "path";
    static final String STORED_TITLE = "title";

    static final String PASSAGE = "passage";
    static final String PASSAGE_COLLECTION = "passage.collection";
    /** The document's id as doc-values, to group passages by. */
    static final String PASSAGE_DOCUMENT = "passage.document";

    static final String PASSAGE_START = "passage.start";
    static final String PASSAGE_END = "passage.end";

    private static final String PREDICTION_PREFIX = "prediction.";
    private static final String CODING_PREFIX = "coding.";

    private Schema() {}

    /** Doc-values of one classifier's prediction, see {@link PackedPrediction}. */
    static String prediction(String classifier) {
        return PREDICTION_PREFIX + classifier;
    }

    /** Doc-values of one coding dimension: number of a set in the {@link SetDictionary}. */
    static String coding(String dimension) {
        return CODING_PREFIX + dimension;
    }

    static boolean isPrediction(String field) {
        return field.startsWith(PREDICTION_PREFIX);
    }

    static boolean isCoding(String field) {
        return field.startsWith(CODING_PREFIX);
    }

    /** The classifier or coding dimension of such a field. */
    static String nameIn(String field) {
        return field.substring(field.indexOf('.') + 1);
    }
}
