package io.docket.index;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Turns documents into Lucene documents. Safe for use by several threads. */
final class DocumentMapper {

    /** Keyword values are cut here: Lucene refuses terms above 32,766 bytes and nobody filters by more. */
    static final int LONGEST_KEYWORD = 4096;

    private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final FieldType TEXT_TYPE = withOffsets();

    private final SetDictionary dictionary;

    DocumentMapper(SetDictionary dictionary) {
        this.dictionary = dictionary;
    }

    private static FieldType withOffsets() {
        FieldType type = new FieldType(TextField.TYPE_NOT_STORED);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        type.freeze();
        return type;
    }

    /** The document itself followed by its passages. */
    List<Document> map(IndexedDocument source) {
        List<Document> documents = new ArrayList<>(1 + source.passages().size());
        documents.add(document(source));
        for (Passage passage : source.passages()) {
            documents.add(passage(source, passage));
        }
        return documents;
    }

    private Document document(IndexedDocument source) {
        Document target = new Document();
        target.add(new StringField(Schema.ID, source.id(), Field.Store.YES));
        target.add(new NumericDocValuesField(Schema.KEY, key(source.id())));
        facet(target, Schema.COLLECTION, source.collection());
        keyword(target, Schema.FAMILY, source.family());
        keyword(target, Schema.THREAD, source.thread());
        keyword(target, Schema.PARENT, source.parent());
        keyword(target, Schema.NEAR_DUPLICATES, source.nearDuplicates());
        facet(target, Schema.TYPE, source.typeGroup());
        facet(target, Schema.MEDIA_TYPE, source.mediaType());
        facet(target, Schema.LANGUAGE, source.language());
        facet(target, Schema.OUTCOME, source.outcome());
        source.custodians().forEach(custodian -> facet(target, Schema.CUSTODIAN, custodian));
        source.authors().forEach(author -> facet(target, Schema.AUTHOR, author));
        order(target, Schema.NAME_ORDER, source.name());
        if (!source.custodians().isEmpty()) {
            order(target, Schema.CUSTODIAN_ORDER, source.custodians().getFirst());
        }
        source.date().ifPresent(date -> {
            target.add(new LongField(Schema.DATE, millis(date), Field.Store.YES));
            ZonedDateTime utc = Instant.ofEpochMilli(millis(date)).atZone(ZoneOffset.UTC);
            target.add(new NumericDocValuesField(Schema.MONTH, utc.getYear() * 12L + utc.getMonthValue() - 1));
        });
        source.ingested().ifPresent(at -> target.add(new LongField(Schema.INGESTED, millis(at), Field.Store.YES)));
        if (source.size() >= 0) {
            target.add(new LongField(Schema.SIZE, source.size(), Field.Store.YES));
        }
        words(target, Schema.TITLE_WORDS, source.title());
        words(target, Schema.NAME_WORDS, source.name());
        words(target, Schema.PATH_WORDS, source.path());
        source.custodians().forEach(custodian -> words(target, Schema.CUSTODIAN_WORDS, custodian));
        source.authors().forEach(author -> words(target, Schema.AUTHOR_WORDS, author));
        words(target, Schema.HEAD, source.title());
        words(target, Schema.HEAD, source.name());
        source.custodians().forEach(custodian -> words(target, Schema.HEAD, custodian));
        source.authors().forEach(author -> words(target, Schema.HEAD, author));
        stored(target, Schema.STORED_NAME, source.name());
        stored(target, Schema.STORED_PATH, source.path());
        stored(target, Schema.STORED_TITLE, source.title());
        traits(target, source);
        labels(target, source);
        if (!source.text().isEmpty()) {
            target.add(new Field(Schema.TEXT, source.text(), TEXT_TYPE));
            // last, so that reading the other stored fields can stop before it
            target.add(new StoredField(Schema.TEXT, source.text()));
        }
        return target;
    }

    private Document passage(IndexedDocument source, Passage passage) {
        Document target = new Document();
        target.add(new StringField(Schema.ID, source.id(), Field.Store.NO));
        target.add(new BinaryDocValuesField(Schema.PASSAGE_DOCUMENT, new BytesRef(source.id())));
        target.add(new StringField(Schema.PASSAGE_COLLECTION, cut(source.collection()), Field.Store.NO));
        target.add(new NumericDocValuesField(Schema.PASSAGE_START, passage.start()));
        target.add(new NumericDocValuesField(Schema.PASSAGE_END, passage.end()));
        // the heading gives each passage its context; it stands before the text and is no part of the offsets
        target.add(new TextField(Schema.PASSAGE, heading(source.title(), source.name()), Field.Store.NO));
        target.add(
                new TextField(Schema.PASSAGE, source.text().substring(passage.start(), passage.end()), Field.Store.NO));
        labels(target, source);
        return target;
    }

    /** What a document is called: its title, or the name of its file. */
    private static String heading(String title, String name) {
        return title.isBlank() ? name : title;
    }

    /** What stands before each passage of a document that was read back. */
    static String heading(HitReader.Stored stored) {
        return heading(stored.text(Schema.STORED_TITLE), stored.text(Schema.STORED_NAME));
    }

    private void labels(Document target, IndexedDocument source) {
        for (Map.Entry<String, LabelPrediction> entry : source.predictions().entrySet()) {
            target.add(prediction(entry.getKey(), PackedPrediction.pack(entry.getValue(), dictionary)));
        }
        source.codings().forEach((dimension, values) -> {
            if (!values.isEmpty()) {
                target.add(coding(dimension, values));
            }
        });
    }

    /** The doc-values of a relabelling, as fields for {@code updateDocValues}. */
    Field[] relabelling(Relabel relabel) {
        List<Field> fields = new ArrayList<>();
        relabel.predictions()
                .forEach((classifier, prediction) -> fields.add(prediction(
                        classifier,
                        prediction
                                .map(value -> PackedPrediction.pack(value, dictionary))
                                .orElse(PackedPrediction.NONE))));
        relabel.codings().forEach((dimension, values) -> fields.add(coding(dimension, values)));
        return fields.toArray(Field[]::new);
    }

    private static Field prediction(String classifier, long packed) {
        return new NumericDocValuesField(Schema.prediction(classifier), packed);
    }

    private Field coding(String dimension, Collection<String> values) {
        return new NumericDocValuesField(Schema.coding(dimension), dictionary.number(values));
    }

    private static void traits(Document target, IndexedDocument source) {
        trait(target, "text", !source.text().isBlank());
        trait(target, "title", !source.title().isBlank());
        trait(target, "author", !source.authors().isEmpty());
        trait(target, "custodian", !source.custodians().isEmpty());
        trait(target, "date", source.date().isPresent());
        trait(target, "thread", !source.thread().isEmpty());
        trait(target, "parent", !source.parent().isEmpty());
        trait(target, "near", !source.nearDuplicates().isEmpty());
        source.traits().forEach(name -> trait(target, name, true));
    }

    private static void trait(Document target, String name, boolean present) {
        if (present) {
            target.add(new StringField(Schema.HAS, cut(name.toLowerCase(Locale.ROOT)), Field.Store.NO));
        }
    }

    private static void keyword(Document target, String field, String value) {
        if (!value.isEmpty()) {
            target.add(new StringField(field, cut(value), Field.Store.YES));
        }
    }

    private static void facet(Document target, String field, String value) {
        if (!value.isEmpty()) {
            keyword(target, field, value);
            target.add(new SortedSetDocValuesField(field, new BytesRef(cut(value))));
        }
    }

    private static void order(Document target, String field, String value) {
        if (!value.isEmpty()) {
            target.add(new SortedDocValuesField(field, new BytesRef(cut(value.toLowerCase(Locale.ROOT)))));
        }
    }

    private static void words(Document target, String field, String value) {
        if (!value.isBlank()) {
            target.add(new TextField(field, value, Field.Store.NO));
        }
    }

    private static void stored(Document target, String field, String value) {
        if (!value.isEmpty()) {
            target.add(new StoredField(field, value));
        }
    }

    /** Dates beyond what milliseconds can say are pulled to the edge instead of failing the document. */
    private static long millis(Instant instant) {
        Instant clamped = instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
        return clamped.toEpochMilli();
    }

    static String cut(String value) {
        if (value.length() <= LONGEST_KEYWORD) {
            return value;
        }
        boolean splitsPair = Character.isHighSurrogate(value.charAt(LONGEST_KEYWORD - 1));
        return value.substring(0, splitsPair ? LONGEST_KEYWORD - 1 : LONGEST_KEYWORD);
    }

    /** A 64-bit hash of an id. */
    static long key(String id) {
        return StringHelper.murmurhash3_x64_128(new BytesRef(id))[0];
    }
}
