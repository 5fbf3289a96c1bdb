package io.docket.index;

/**
 * Size of an index.
 *
 * @param documents documents that can be found now
 * @param passages passages of these documents
 * @param deleted Lucene documents deleted or replaced but not merged away yet
 * @param segments segments
 * @param bytes on disk
 */
public record IndexCounts(long documents, long passages, long deleted, int segments, long bytes) {}
