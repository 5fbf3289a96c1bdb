package io.docket.index;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.search.IndexSearcher;

/** Reads what a hit shows: stored fields and the labels of the moment. */
final class HitReader {

    private final IndexSearcher searcher;
    private final SetDictionary dictionary;

    HitReader(IndexSearcher searcher, SetDictionary dictionary) {
        this.searcher = searcher;
        this.dictionary = dictionary;
    }

    /** Stored fields of a document, with or without its text. */
    Stored stored(int doc, boolean withText) throws IOException {
        Stored stored = new Stored(withText);
        searcher.storedFields().document(doc, stored);
        return stored;
    }

    SearchHit hit(int doc, Stored stored, OptionalDouble score, List<HighlightedPassage> passages) throws IOException {
        Map<String, LabelPrediction> predictions = new HashMap<>();
        Map<String, SortedSet<String>> codings = new HashMap<>();
        labels(doc, predictions, codings);
        return new SearchHit(
                stored.text(Schema.ID),
                score,
                stored.text(Schema.COLLECTION),
                stored.text(Schema.FAMILY),
                stored.text(Schema.THREAD),
                stored.text(Schema.PARENT),
                stored.text(Schema.NEAR_DUPLICATES),
                stored.text(Schema.STORED_NAME),
                stored.text(Schema.STORED_PATH),
                stored.text(Schema.STORED_TITLE),
                stored.texts(Schema.CUSTODIAN),
                stored.texts(Schema.AUTHOR),
                stored.text(Schema.MEDIA_TYPE),
                stored.text(Schema.TYPE),
                stored.text(Schema.LANGUAGE),
                stored.text(Schema.OUTCOME),
                stored.number(Schema.DATE).map(Instant::ofEpochMilli),
                stored.number(Schema.INGESTED).map(Instant::ofEpochMilli),
                stored.number(Schema.SIZE).orElse(-1L),
                passages,
                Map.copyOf(predictions),
                Map.copyOf(codings));
    }

    private void labels(int doc, Map<String, LabelPrediction> predictions, Map<String, SortedSet<String>> codings)
            throws IOException {
        LeafReaderContext leaf = leaf(doc);
        for (FieldInfo field : leaf.reader().getFieldInfos()) {
            if (Schema.isPrediction(field.name)) {
                long packed = number(leaf, field.name, doc);
                if (packed != PackedPrediction.NONE) {
                    predictions.put(Schema.nameIn(field.name), PackedPrediction.unpack(packed, dictionary));
                }
            } else if (Schema.isCoding(field.name)) {
                int set = (int) number(leaf, field.name, doc);
                if (set != SetDictionary.EMPTY) {
                    codings.put(Schema.nameIn(field.name), dictionary.set(set));
                }
            }
        }
    }

    private static long number(LeafReaderContext leaf, String field, int doc) throws IOException {
        NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
        return values.advanceExact(doc - leaf.docBase) ? values.longValue() : 0;
    }

    LeafReaderContext leaf(int doc) {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        return leaves.get(ReaderUtil.subIndex(doc, leaves));
    }

    /** Takes stored fields as they come; the text stands last in each document and is read only when wanted. */
    static final class Stored extends StoredFieldVisitor {
        private final boolean withText;
        private final Map<String, List<String>> texts = new HashMap<>();
        private final Map<String, Long> numbers = new HashMap<>();

        private Stored(boolean withText) {
            this.withText = withText;
        }

        @Override
        public Status needsField(FieldInfo field) {
            boolean isText = field.name.equals(Schema.TEXT);
            return isText && !withText ? Status.STOP : Status.YES;
        }

        @Override
        public void stringField(FieldInfo field, String value) {
            texts.computeIfAbsent(field.name, unused -> new ArrayList<>()).add(value);
        }

        @Override
        public void longField(FieldInfo field, long value) {
            numbers.put(field.name, value);
        }

        String text(String field) {
            List<String> values = texts.get(field);
            return values == null ? "" : values.getFirst();
        }

        /** The document's text, which is no longer held here. */
        String takeText() {
            List<String> values = texts.remove(Schema.TEXT);
            return values == null ? "" : values.getFirst();
        }

        List<String> texts(String field) {
            return List.copyOf(texts.getOrDefault(field, List.of()));
        }

        Optional<Long> number(String field) {
            return Optional.ofNullable(numbers.get(field));
        }
    }
}
