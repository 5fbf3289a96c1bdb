package io.docket.index;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedSetDocValues;

/**
 * The values of keyword fields by their ordinals in one segment, as text. Segments never change, so what was decoded once is
 * kept until the segment is closed; counting facets would otherwise decode every value of every segment for each search.
 * Fields of many different values are left to the segment. Safe for use by several threads.
 */
final class SegmentTerms {

    /** More values than this would cost more memory than decoding them costs time. */
    private static final int MOST_KEPT = 20_000;

    private final Map<IndexReader.CacheKey, Map<String, String[]>> kept = new ConcurrentHashMap<>();

    /** Values of one field, by ordinal. */
    interface Terms {
        String get(int ordinal) throws IOException;
    }

    Terms of(LeafReader reader, String field, SortedSetDocValues values) throws IOException {
        IndexReader.CacheHelper helper = reader.getCoreCacheHelper();
        if (helper == null || values.getValueCount() > MOST_KEPT) {
            return ordinal -> values.lookupOrd(ordinal).utf8ToString();
        }
        Map<String, String[]> fields = kept.get(helper.getKey());
        if (fields == null) {
            fields = new ConcurrentHashMap<>();
            Map<String, String[]> other = kept.putIfAbsent(helper.getKey(), fields);
            if (other == null) {
                helper.addClosedListener(kept::remove);
            } else {
                fields = other;
            }
        }
        String[] texts = fields.get(field);
        if (texts == null) {
            texts = new String[(int) values.getValueCount()];
            for (int ordinal = 0; ordinal < texts.length; ordinal++) {
                texts[ordinal] = values.lookupOrd(ordinal).utf8ToString();
            }
            fields.put(field, texts);
        }
        String[] found = texts;
        return ordinal -> found[ordinal];
    }

    /** Segments of which something is kept. */
    int segments() {
        return kept.size();
    }
}
