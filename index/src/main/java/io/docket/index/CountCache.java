package io.docket.index;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.Query;

/**
 * Remembers totals and facet counts of the latest searches, by the state of the index, the whole query with its permission
 * filter, and the dimensions. A changed index is another state, so nothing stale is ever given. Safe for use by several
 * threads.
 */
final class CountCache {

    private static final int ENTRIES = 64;

    private final Map<Key, Counted> latest = new LinkedHashMap<>(ENTRIES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Counted> eldest) {
            return size() > ENTRIES;
        }
    };

    private record Key(IndexReader.CacheKey state, Query query, Set<Dimension> dimensions) {}

    /** What was counted; not to be changed. */
    record Counted(long total, Map<Dimension, Map<String, Long>> counts) {}

    synchronized Optional<Counted> get(IndexReader reader, Query query, Set<Dimension> dimensions) {
        IndexReader.CacheHelper helper = reader.getReaderCacheHelper();
        return helper == null
                ? Optional.empty()
                : Optional.ofNullable(latest.get(new Key(helper.getKey(), query, dimensions)));
    }

    synchronized void put(IndexReader reader, Query query, Set<Dimension> dimensions, Counted counted) {
        IndexReader.CacheHelper helper = reader.getReaderCacheHelper();
        if (helper != null) {
            latest.put(new Key(helper.getKey(), query, Set.copyOf(dimensions)), counted);
        }
    }
}
