package io.docket.index.query;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fields that a query can name, each with its kind, a sentence and an example for help pages. */
public enum QueryField {
    TEXT("text", Kind.WORDS, "words of the text only", "text:indemnity"),
    TITLE("title", Kind.WORDS, "words of the title or subject", "title:\"service agreement\""),
    NAME("name", Kind.WORDS, "words of the file name", "name:invoice"),
    PATH("path", Kind.WORDS, "words of the path", "path:finance"),
    CUSTODIAN("custodian", Kind.WORDS, "whose files it came from", "custodian:\"Ada King\""),
    AUTHOR("author", Kind.WORDS, "author or sender", "author:smith"),
    LABEL("label", Kind.VALUE, "label: a person's decision, else the prediction", "label:nda"),
    PREDICTED("predicted", Kind.VALUE, "label the classifier predicted", "predicted:contract-type/nda"),
    MODEL("model", Kind.VALUE, "version of the model that predicted", "model:7"),
    CONFIDENCE("confidence", Kind.CONFIDENCE, "how sure the classifier is, 0 to 1", "confidence:>0.9"),
    CODED("coded", Kind.VALUE, "what people decided; yes or no for whether they did", "coded:privileged"),
    TAG("tag", Kind.VALUE, "free tags", "tag:hot"),
    TYPE("type", Kind.VALUE, "kind of file or its media type", "type:pdf"),
    IN("in", Kind.VALUE, "collection", "in:\"Matter 12\""),
    LANGUAGE("lang", Kind.VALUE, "language", "lang:de"),
    OUTCOME("outcome", Kind.VALUE, "outcome of reading the file", "outcome:encrypted"),
    HAS("has", Kind.VALUE, "whether something is there", "has:attachment"),
    ID("id", Kind.VALUE, "the document with this id", "id:4711"),
    FAMILY("family", Kind.VALUE, "a mail or container with all it holds", "family:4711"),
    THREAD("thread", Kind.VALUE, "mails of one conversation", "thread:4711"),
    PARENT("parent", Kind.VALUE, "what one document contains", "parent:4711"),
    DUPLICATES("near", Kind.VALUE, "documents nearly the same", "near:4711"),
    DATE("date", Kind.DATE, "the document's date", "date:\"last month\""),
    BEFORE("before", Kind.DATE, "dated before", "before:2024"),
    AFTER("after", Kind.DATE, "dated after", "after:2023-06"),
    INGESTED("ingested", Kind.DATE, "when it came in", "ingested:today"),
    SIZE("size", Kind.SIZE, "size of the file", "size:>10mb");

    /** How a field's value is read. */
    public enum Kind {
        /** Words, phrases, wildcards. */
        WORDS,
        /** A whole value, upper and lower case alike; {@code *} stands for anything. */
        VALUE,
        /** A number from 0 to 1, a percentage or a range of them. */
        CONFIDENCE,
        /** A day, month or year, a period in words, or a range. */
        DATE,
        /** A number of bytes with or without unit, or a range. */
        SIZE
    }

    private static final Map<String, QueryField> BY_NAME = new HashMap<>();

    static {
        for (QueryField field : values()) {
            BY_NAME.put(field.fieldName, field);
        }
        BY_NAME.put("body", TEXT);
        BY_NAME.put("content", TEXT);
        BY_NAME.put("subject", TITLE);
        BY_NAME.put("filename", NAME);
        BY_NAME.put("file", NAME);
        BY_NAME.put("from", AUTHOR);
        BY_NAME.put("category", LABEL);
        BY_NAME.put("collection", IN);
        BY_NAME.put("language", LANGUAGE);
        BY_NAME.put("filetype", TYPE);
        BY_NAME.put("coding", CODED);
        BY_NAME.put("tags", TAG);
        BY_NAME.put("since", AFTER);
        BY_NAME.put("until", BEFORE);
    }

    private final String fieldName;
    private final Kind kind;
    private final String description;
    private final String example;

    QueryField(String fieldName, Kind kind, String description, String example) {
        this.fieldName = fieldName;
        this.kind = kind;
        this.description = description;
        this.example = example;
    }

    /** What is written before the colon. */
    public String fieldName() {
        return fieldName;
    }

    public Kind kind() {
        return kind;
    }

    /** A phrase for help pages. */
    public String description() {
        return description;
    }

    /** A query that uses it. */
    public String example() {
        return example;
    }

    /** The field of that name or alias, upper and lower case alike. */
    public static Optional<QueryField> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }
}
